"""Search of communities, municipalities and places: what they are found by, and how."""
