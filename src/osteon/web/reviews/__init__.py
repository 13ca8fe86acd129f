"""What rules find in the records: looked for in the background, kept, and dated."""
