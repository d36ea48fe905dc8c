"""The optional model reader: a language model points at words of the story, and Tapeline's own layers read them.

Off unless asked for. `docs/reading-with-a-model.md` says what is sent, what is guaranteed and what can go wrong.
"""

from tapeline.story.model.entry import read_with_model
from tapeline.story.model.settings import READERS, ModelSettings, Reader

__all__ = ["READERS", "ModelSettings", "Reader", "read_with_model"]
