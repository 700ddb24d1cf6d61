"""Failed attempts to get in, counted for all processes and machines."""

from django.db import models


class AttemptCounter(models.Model):
    """How often something failed under one key: a browser, an address, an account, or two of them together.

    The key is a hash: the table names neither people nor addresses. See ``accounts.services.attempts``.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}…: {self.failures}"
