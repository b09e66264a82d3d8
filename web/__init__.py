"""Flask: the pages people work with."""
