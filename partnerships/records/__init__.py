"""The read model: how its rows are made, kept true, filtered, searched and served."""
