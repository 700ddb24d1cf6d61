"""Told to later apps when territories have changed in bulk: what they show of them is no longer true.

Sent inside the transaction that changed them, with ``communities`` and ``municipalities`` (ids) and
``countries`` (codes). Single rows are told by Django's own ``post_save``.
"""

from django.dispatch import Signal

territories_changed = Signal()
