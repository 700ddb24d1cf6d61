"""The desks' frame: navigation by role, the start page, the settings page."""
