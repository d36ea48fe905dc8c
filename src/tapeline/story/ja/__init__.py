"""Japanese: tables of words, a grammar of numbers, cases."""
