"""Numbers as they are written: digits, words and numerals, their signs and units, hedges and ranges."""
