"""Dates and numbers where Django's own formats would surprise European readers."""
