"""Every route of the application opened, and every form sent empty, as the map of accesses names them."""
