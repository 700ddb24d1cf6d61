"""The content security policy of the desks.

The admin's interface (unfold) is written with Alpine, which evaluates expressions found in attributes:
``unsafe-eval``. It also sets colours and widths in ``style``: inline styles. Inline scripts stay forbidden,
other hosts stay forbidden, and the public pages keep the strict policy, since only these views are marked.
"""

from collections.abc import Callable

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponseBase

DESK_POLICY = {"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]}


def relax_policy(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the pages of one view evaluate Alpine's expressions and style inline."""
    relaxed: Callable[..., HttpResponseBase] = csp_update(DESK_POLICY)(view)
    return relaxed
