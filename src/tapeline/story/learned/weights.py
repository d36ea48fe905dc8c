"""The weights of a language: a table of its folder, written by `scripts/train_reader.py` from the labelled stories."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FOLDER = Path(__file__).parent.parent
UNIT = 100.0
"""The table holds hundredths."""
CONSTANT = "*"
"""The piece of evidence that every text has."""
LANE = 32
"""Bits that each kind has of a packed number."""
HALF = 1 << (LANE - 1)
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model: evidence -> kinds.

    The weights of all kinds are one number, so that one addition adds them all: each kind's hundredths stand `LANE` bits above the last one's.

    Attributes:
        kinds: what the model tells apart.
        packed: evidence -> its weights; the constant, which every text has, among it.
        lift: what makes the number of every kind positive, so that none borrows from the next.
    """

    kinds: tuple[str, ...]
    packed: Mapping[str, int]
    lift: int

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, int]]) -> Model:
        """The model of a table evidence -> kind -> hundredths; its kinds are those of the constant."""
        kinds = tuple(table[CONSTANT])
        place = {kind: LANE * i for i, kind in enumerate(kinds)}
        packed = {piece: sum(n << place[k] for k, n in row.items()) for piece, row in table.items()}
        return cls(kinds, packed, sum(HALF << at for at in place.values()))

    def total(self, evidence: Iterable[str]) -> int:
        """The sums of the weights of all kinds as one number."""
        return sum(filter(None, map(self.packed.get, evidence)), self.packed[CONSTANT])

    def sums(self, total: int) -> list[float]:
        """The sum of the weights of each kind."""
        return [(n - HALF) / UNIT for n in self._lifted(total)]

    def is_any_likely(self, total: int) -> bool:
        """Whether the sum of any kind is at least zero: a lane that is lifted by half of what it holds shows it in its highest bit."""
        return (total + self.lift) & self.lift != 0

    def row(self, piece: str) -> dict[str, int]:
        """The hundredths of each kind that a piece of evidence speaks for or against."""
        every = zip(self.kinds, self._lifted(self.packed[piece]), strict=True)
        return {kind: n - HALF for kind, n in every if n != HALF or piece == CONSTANT}

    def _lifted(self, total: int) -> tuple[int, ...]:
        """The number of each kind, `HALF` more than it is."""
        many = len(self.kinds)
        return struct.unpack(f"<{many}I", (total + self.lift).to_bytes(many * LANE // 8, "little"))


@dataclass(frozen=True, slots=True)
class Weights:
    """Two linear models: of the statements of a clause, one logistic regression for each kind; of the kind of a figure, a multinomial one.

    Attributes:
        statements: which kinds a clause states something of.
        figures: the kind of a figure, `none` among them.
    """

    statements: Model
    figures: Model

    def of_statement(self, evidence: Iterable[str], least: float = 0.0) -> dict[str, float]:
        """The probability of each kind that a clause states something of it, by its evidence; kinds that are less likely than `least` are left out."""
        total = self.statements.total(evidence)
        if least >= EVEN and not self.statements.is_any_likely(total):
            return {}
        cut = math.log(least / (1 - least)) if least else -math.inf
        sums = zip(self.statements.kinds, self.statements.sums(total), strict=True)
        return {kind: 1 / (1 + math.exp(-x)) for kind, x in sums if x >= cut}

    def of_figure(self, evidence: Iterable[str]) -> dict[str, float]:
        """The probability of each kind of a figure; they add up to 1."""
        sums = self.figures.sums(self.figures.total(evidence))
        most = max(sums)
        powers = [math.exp(x - most) for x in sums]
        whole = sum(powers)
        return dict(zip(self.figures.kinds, [p / whole for p in powers], strict=True))


@cache
def weights(language: str) -> Weights | None:
    """The weights of a language; `None` where its folder has none."""
    path = _FOLDER / language / "weights.tsv"
    if not path.is_file():
        return None
    tables: dict[str, dict[str, dict[str, int]]] = {"statement": {}, "figure": {}}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        model, piece, *told = line.split("\t")
        tables[model][piece] = {kind: int(n) for kind, n in (x.rsplit(":", 1) for x in told)}
    return Weights(Model.of(tables["statement"]), Model.of(tables["figure"]))


__all__ = ["CONSTANT", "UNIT", "Model", "Weights", "weights"]
