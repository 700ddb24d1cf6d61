"""The address of a page in another language."""

import pytest

from common.languages import path_in


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/", "en", "/en/"),
        ("/en/", "uk", "/"),
        ("/en/", "en", "/en/"),
        ("/check/", "uk", "/check/"),
        ("/en/partnerships/PB-1/", "uk", "/partnerships/PB-1/"),
        ("/english/", "uk", "/english/"),
        ("/en/en/", "uk", "/en/"),
    ],
)
def test_path_in_another_language(path, code, expected):
    assert path_in(path, code) == expected
