"""What a number is of: whose move it is, what a reported figure is called in the record, and what is none of either."""
