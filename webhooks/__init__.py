"""The door for other systems: signed messages in and out."""
