"""Telling approved partners' programs what has changed in public, signed and with retries."""
