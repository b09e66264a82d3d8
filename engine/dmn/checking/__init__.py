"""What can be said of a decision table without running it: gaps, overlaps, dead rules, values out of place."""
