"""Forms as HTML: those of tasks out of their schemas, and the few plain ones of the pages themselves."""
