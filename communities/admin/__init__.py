"""Reference data at the desks."""

from communities.admin import merging, municipality, reference

__all__ = ["merging", "municipality", "reference"]
