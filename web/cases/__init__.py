"""Cases: lists, the page of one, its story and file, and what is done to it from there."""
