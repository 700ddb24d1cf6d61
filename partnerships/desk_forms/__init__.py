"""Forms of the community's desk. They check the shape; the rules are the services' own."""
