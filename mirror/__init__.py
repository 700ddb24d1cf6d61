"""A copy of the public part of another registry, kept up to date by its ``changes/``."""
