"""Reviews of a case: by which criteria, sheet by sheet, how far they lie apart, what the report is drafted from."""
