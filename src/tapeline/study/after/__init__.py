"""After the test: what moves the effect, how far to trust it, and how much the design could have seen."""
