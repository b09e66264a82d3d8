"""Random lives of applicants, played in the real house and compared with a plain model of the rules."""
