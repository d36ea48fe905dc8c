"""The local web page: a story in, its report out; and the same as JSON for scripts."""

from tapeline.app.web.serving import run
from tapeline.app.web.site import site

__all__ = ["run", "site"]
