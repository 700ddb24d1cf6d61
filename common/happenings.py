"""What has happened, told to whoever listens, within the transaction of the change itself.

Services tell; apps that come later in the order of imports listen. Nothing a listener writes outlives a
change that was taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Happening:
    """One finished step or other act: its verb as in the history, the record as saved, who did it."""

    verb: str
    record: Any
    actor: Any


Listener = Callable[[Happening], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have a listener told of everything from now on; called once, when its app is ready."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(happening: Happening) -> None:
    """Tell everybody who listens, in order."""
    for listener in _listeners:
        listener(happening)
