"""What all server processes must know alike and for a while: used one-time codes, counted attempts to sign in."""

from django.db import models


class CacheEntry(models.Model):
    """A row of the default cache (``CACHES``), read and written by Django's ``DatabaseCache`` alone.

    A model, so that the migrations make the table and tests empty it. The columns are those that
    ``createcachetable`` would make.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
