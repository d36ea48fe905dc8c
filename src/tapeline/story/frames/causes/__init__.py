"""What is said to have moved something."""
