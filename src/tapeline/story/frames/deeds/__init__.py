"""What a company did, and on which day."""
