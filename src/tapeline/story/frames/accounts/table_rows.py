"""The frame of a table's row: its figures under the heads of their columns, in the table's money and scale."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.story import tables
from tapeline.story.frames.slots import asserted
from tapeline.story.frames.subjects.figure_names import COUNTS, RATES, STAFF, USERS, facts, kind_of, name_of
from tapeline.story.lexicon import wordlist
from tapeline.story.numbers.units import is_money
from tapeline.story.quantities import Mention
from tapeline.story.quantities import find as find_quantities
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.claim import Kind, Period
    from tapeline.story.scene import Scene

LONGEST = 60
"""The name of a row is no longer than this."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row is of: the words that say so, the figure's name in the record (empty where it has none), and its sense."""

    words: Token
    text: str
    name: str
    sense: str

    @property
    def each(self) -> bool:
        """Whether its figures are those of a share."""
        return self.sense == "eps_diluted" or any(w in self.text for w in wordlist("table_rows.of_a_share"))

    @property
    def people(self) -> bool:
        """Whether its figures are counts of people."""
        return self.sense in USERS | STAFF


def table_row(scene: Scene, taken: set[Token]) -> list[Draft]:
    """ "Total revenue    40,111    32,165    25%" under "Three Months Ended December 31," and "2023    2022": a level for each period, and the growth.

    A row of a figure that the reader does not know is read all the same, for no measure to check.
    """
    found = tables.cells(scene.view, scene.start, scene.end)
    head = scene.discourse.table
    if len(found) < 2 or (head is None and len(found) < 3) or found[0][1] - found[0][0] > LONGEST:
        return []
    figures = [t for a, b in found[1:] if (t := _amount(scene, a, b)) is not None]
    if not figures or any(t.start < found[0][1] for t in scene.all("quantity")) or scene.all("name", "company"):
        return []
    above = head or tables.Head()
    if not above.money:
        above = replace(above, money=tables.shown(scene.view, (scene.start, scene.end), scene.tokens))
    out = _read(scene, above, _row(scene, head, *found[0]), figures)
    taken.update(scene.all("quantity"))
    return out


def _amount(scene: Scene, start: int, end: int) -> Token | None:
    """The number that a cell holds, and nothing but it; a per cent where its sign stands behind it."""
    inside = [t for t in scene.all("quantity") if start <= t.start < end]
    if not inside and (m := _BRACKETED.fullmatch(scene.view, start, end)):
        return _bracketed(m, scene.language)
    rest = scene.view[start : inside[0].start] + scene.view[inside[0].end : end] if inside else ""
    if len(inside) != 1 or rest.strip(" \t()$%+-*"):
        return None
    t = inside[0]
    if "%" in rest and t.mention and t.sense == "":
        return replace(t, sense="%", mention=replace(t.mention, figure=replace(t.figure, unit="%")))
    return t


_BRACKETED = re.compile(r"[$ \t]*\(([0-9][0-9,.]*)\)[ \t]*(%?)\)?")
"""A number in brackets is below zero in a table, and a mark of a footnote anywhere else."""


def _bracketed(m: re.Match[str], language: str) -> Token | None:
    """The number of a cell in brackets."""
    found = find_quantities(m[1], language, strict=False)
    if len(found) != 1:
        return None
    at, end, figure = m.start(1), m.end(1), replace(found[0].figure, unit=m[2])
    return Token(at, end, "quantity", m[2], mention=Mention(at, end, figure, at, end, at, end, figure.value))


def _row(scene: Scene, head: tables.Head | None, start: int, end: int) -> _Row:
    """What a row is of: the noun of a figure that is all its name says, or that it makes with the title above it ("Advertising" under "Revenue:")."""
    text = tables.bare(scene.view[start:end])
    words, nouns = Token(start, end, "topic", "row"), tables.metrics(scene.language)
    title, sense = head.title if head else ("", "")
    for t in facts(scene):
        rest = (scene.view[start : t.start] + " " + scene.view[t.end : end]).lower().split()
        if start <= t.start < end and not set(rest) - wordlist("table_rows.whole"):
            return _Row(t, text, name_of(scene, t), t.sense)
    if found := nouns.get(text) or nouns.get(f"{text} {title}"):
        return _Row(words, f"{text} {title}", found, found)
    segment = next((t.name.key for t in scene.all("name", "segment") if t.name and start <= t.start < end), "")
    if segment and sense in {"revenue", "operating_income"}:
        return _Row(words, text, f"{segment}.{sense}", sense)
    counted = next((t.sense for t in scene.all("metric") if t.sense in USERS | STAFF), "")
    return _Row(words, f"{text} {title}", "", counted)


def _read(scene: Scene, head: tables.Head, row: _Row, figures: list[Token]) -> list[Draft]:
    """A level for each column of a period, the growth for each percentage beside two levels."""
    out: list[Draft] = []
    levels: list[tuple[Period, ...]] = []
    rate = row.sense in RATES
    told = len(head.columns) == sum(rate or t.figure.unit != "%" for t in figures)
    for t in figures:
        negative = "(" in scene.view[max(scene.start, t.start - 3) : t.start]
        if t.figure.unit == "%" and not rate:
            when = levels[-2] if told and len(levels) > 1 else ()
            out.append(_growth(scene, row, t, when, measured=bool(levels), negative=negative))
        else:
            when = head.columns[len(levels)] if told else ()
            claim = _scaled(scene, head, row, t, negative=negative)
            used = (t,) if out else (row.words, t)
            out.append(_level(scene, row, used, claim, when, measured=told or not levels))
            levels.append(when)
    return out


def _level(
    scene: Scene, row: _Row, used: tuple[Token, ...], claim: Asserted, when: tuple[Period, ...], *, measured: bool
) -> Draft:
    kind: Kind = (
        "users"
        if row.sense in USERS
        else kind_of(row.name)
        if row.name
        else "ratio"
        if claim.unit == "%"
        else "results"
    )
    measure = "fact.value" if row.name and measured and (claim.unit or row.sense in COUNTS) else ""
    return Draft(kind, measure, scene.discourse.company, used, claim, next(iter(when), None), when[1:],
                 {"metric": row.name} if row.name else {}, used[-1].figure.hedge, "stated")  # fmt: skip


def _growth(scene: Scene, row: _Row, t: Token, when: tuple[Period, ...], *, measured: bool, negative: bool) -> Draft:
    measure = "fact.growth" if row.name and measured else ""
    claim = asserted(t, sign=-1.0 if negative else 1.0)
    return Draft("ratio", measure, scene.discourse.company, (t,), claim, next(iter(when), None), when[1:],
                 {"metric": row.name, "against": "year"} if row.name else {}, t.figure.hedge, "stated")  # fmt: skip


def _scaled(scene: Scene, head: tables.Head, row: _Row, t: Token, *, negative: bool) -> Asserted:
    """A cell's number in the table's money and scale; one of a share, a rate, or with a size of its own is as written."""
    figure, unit = t.figure, t.figure.unit
    if row.each and not unit.endswith("/share"):
        unit = f"{unit or head.money}/share"
    elif unit == "":
        unit = "people" if row.people else "" if row.sense in COUNTS else head.money
    sized = any(c.isalpha() for c in scene.view[t.start : t.end].replace("US", "").replace("HK", ""))
    if not (row.each or sized or unit in {"%", "x"} or row.sense in STAFF):
        top = None if figure.top is None else figure.top * head.scale
        figure = replace(figure, value=figure.value * head.scale, step=figure.step * head.scale, top=top)
    figure = replace(figure, unit=unit)
    if negative and figure.value > 0 and (is_money(unit) or row.each):
        figure = replace(figure, value=-figure.value)
    return Asserted.of_figure(figure)


__all__ = ["table_row"]
