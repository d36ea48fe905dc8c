"""Why a proposal of a model became no claim. Each is counted and reported in these words; none of a model's own."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The reasons, in the order in which a proposal is examined."""

    SHAPE = "not of the form that was asked for"
    VOCABULARY = "a kind or a measure that the model reader does not have, or a kind that is not the measure's"
    NOT_VERBATIM = "the quote does not stand in the text that was sent"
    SENTENCES = "the quote runs over more than one sentence"
    SUBJECT = "a subject that the record does not know"
    ABSENT_SUBJECT = "a subject that the sentence does not speak of"
    QUESTION = "a question states nothing"
    NO_NUMBER = "no number in the quote that the measure can be of"
    WHICH_NUMBER = "several such numbers in the quote, and none that was named"
    METRIC = "no word in the sentence for that figure"
    OTHER_FIGURE = "the quote speaks of another figure"
    STRANGER = "the quote says it of something that the record does not know"
    DIRECTION = "no word in the quote for up or down"
    LEVEL = "the quote gives a level, and the measure is a change"
    CHANGE = "the quote gives a change, and the measure is a level"
    EARLIER = "the number is the earlier one that another is set beside"
    PERIOD = "a period that the sentence does not give for it"
    OTHERWISE = "the built-in reader reads this number as something else"
    TWICE = "proposed twice"


__all__ = ["Reason"]
