"""What each element does with a token: one family a file, in the standard's own words."""
