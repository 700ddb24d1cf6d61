"""Papers made from the register: the extract, and a text for the community's website."""
