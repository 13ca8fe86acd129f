"""Events known only to lie between two examinations."""
