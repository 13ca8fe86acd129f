"""Events that may happen to a patient more than once."""
