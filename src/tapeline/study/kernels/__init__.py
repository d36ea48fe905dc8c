"""Compiled loops over arrays: no data frames, no names, no options beyond numbers."""
