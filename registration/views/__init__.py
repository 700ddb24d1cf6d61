"""Pages that need both the partnership and its cases at the Ministry."""
