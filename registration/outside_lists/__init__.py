"""Lists of partnerships that others keep: read, understood, and compared with what is filed here."""
