"""Forms of records and visits, derived from the dictionary; nothing here is written per table."""
