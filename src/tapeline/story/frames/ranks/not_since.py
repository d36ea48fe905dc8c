"""The frame of moves told by the last that was as large: "not since October 2022 had the shares fallen so far", "had not fallen by as much in a day since September"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story import lexicon
from tapeline.story.frames.slots import rank_one
from tapeline.story.frames.times.ranked_since import counted_since
from tapeline.story.frames.times.when import lately, move_periods
from tapeline.story.lexicon import wording
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene


def not_since(scene: Scene, taken: set[Token]) -> list[Draft]:
    """The largest move since a time that is named, of the session told of before; where no figure is what moved."""
    out: list[Draft] = []
    for m in wording("not_since.told").finditer(scene.view, scene.start, scene.end):
        told = lexicon.groups(m)
        way = next((w for w in ("up", "down") if w in told), "")  # "has the stock had a better day"
        verb = Token(m.start(), m.end(), "topic", "rank") if way else _verb(scene, m.start(), m.end())
        near = [d for d in scene.dates() if d.dated and m.start() <= d.start <= m.end() + NEXT]
        if verb is None or not near or any(t.sense != "price" for t in scene.all("metric")):
            continue
        period, also, _ = move_periods(scene, verb, since=False)
        days = tuple(p for p in (period, *also) if p is not None and p.grain == "day")
        per = told.get("per", "").lower()
        days = days or lately(scene)
        way = way or ("up" if verb.sense == "rise" else "down")
        args = {"direction": way, "since": counted_since(scene, near[0])}
        args |= {} if per in {"", "day", "session"} else {"per": per}
        text = scene.view[m.start() : max(m.end(), near[0].end)]
        out.append(Draft("record", "price.return_rank", scene.company(verb), (verb, near[0]), rank_one(text), days[0], days[1:], args,
                         modality="stated"))  # fmt: skip
        taken.update({verb, near[0]})
    return out


def _verb(scene: Scene, start: int, end: int) -> Token | None:
    return next((t for t in scene.all("sense", "rise", "fall") if start <= t.start < end), None)


NEXT = 1
"""A date stands so many characters behind the words that it belongs to."""

__all__ = ["not_since"]
