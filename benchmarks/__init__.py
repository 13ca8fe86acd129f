"""What Osteon costs, beside what a user would use instead."""
