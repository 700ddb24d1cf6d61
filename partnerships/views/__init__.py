"""Pages of partnerships: the desk of the community official, and what everybody reads."""
