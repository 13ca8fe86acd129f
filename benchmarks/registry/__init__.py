"""How a registry of 50,000 patients bears a day's work."""
