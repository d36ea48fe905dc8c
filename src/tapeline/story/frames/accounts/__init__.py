"""What a company reports: levels of figures, how they grew, and which way they went."""
