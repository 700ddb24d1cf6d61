"""Forms of the community's desk for the Ministry's life cycle."""
