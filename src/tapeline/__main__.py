"""`python -m tapeline`."""

from tapeline.app.main import entry

entry()
