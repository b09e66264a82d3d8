"""Meetings of a committee: which there are, who sits in it, and who has stepped back from which of its cases."""
