"""The door for other systems: it will take in signed messages and send signed ones out. Nothing passes through it yet."""
