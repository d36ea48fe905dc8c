"""What no other frame takes, or should not have taken, by the words around it."""
