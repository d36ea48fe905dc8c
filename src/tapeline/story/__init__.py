"""An article becomes claims: text, mentions, frames, claims."""

from tapeline.story.names import Name, Names, well_known
from tapeline.story.quantities import Quantified, quantities
from tapeline.story.reading import read_claims

__all__ = ["Name", "Names", "Quantified", "quantities", "read_claims", "well_known"]
