"""Import: a file is parsed apart, shown with what would become of each row, and then entered."""
