"""The reader whom everybody is."""

import pytest

from tests.api.client import Api


@pytest.fixture
def anybody() -> Api:
    return Api()
