"""Pages on which people begin cases and send messages to them, by the forms that the diagrams name."""
