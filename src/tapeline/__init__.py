"""Tapeline measures market stories against the tape."""
