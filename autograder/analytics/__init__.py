"""Analytics: what a graded class tells of its exercises and its students, in figures."""
