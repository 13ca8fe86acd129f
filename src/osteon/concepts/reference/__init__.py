"""The concepts of one patient in plain Python, to check the expressions by."""
