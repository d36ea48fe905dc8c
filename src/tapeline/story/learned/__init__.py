"""What the labelled stories teach about words: a linear model of each language, for what no frame takes."""

from tapeline.story.learned.evidence import Pieces, Words, of_a_clause, of_a_figure, pieces
from tapeline.story.learned.weights import Weights, weights

__all__ = ["Pieces", "Weights", "Words", "of_a_clause", "of_a_figure", "pieces", "weights"]
