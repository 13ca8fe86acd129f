"""Data quality: what rules find in the records, asked about, answered, accepted."""
