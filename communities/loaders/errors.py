"""What can be wrong with a source of reference data."""


class ReferenceDataError(Exception):
    """The source cannot be used; the message says what to do. Nothing was changed."""
