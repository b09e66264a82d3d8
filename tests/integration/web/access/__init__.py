"""Who may use what: a line for every route, in a small file for each blueprint, checked on the demonstration's house."""
