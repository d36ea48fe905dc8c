"""The weights of a language: a table of its folder, written by `scripts/train_reader.py` from the labelled stories."""

from __future__ import annotations

import math
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


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model: evidence -> kinds.

    Attributes:
        kinds: what the model tells apart.
        constant: a number for each kind that every text has.
        table: evidence -> (place of a kind, weight) for each kind that it speaks for or against.
    """

    kinds: tuple[str, ...]
    constant: tuple[float, ...]
    table: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, float]]) -> Model:
        """The model of a table evidence -> kind -> weight; its kinds are those of the constant."""
        kinds = tuple(table[CONSTANT])
        place = {kind: i for i, kind in enumerate(kinds)}
        return cls(
            kinds,
            tuple(table[CONSTANT].values()),
            {piece: tuple((place[k], w) for k, w in row.items()) for piece, row in table.items() if piece != CONSTANT},
        )

    def sums(self, evidence: Iterable[str]) -> list[float]:
        """The sum of the weights of each kind."""
        out = list(self.constant)
        for row in filter(None, map(self.table.get, evidence)):
            for i, weight in row:
                out[i] += weight
        return out


@dataclass(frozen=True, slots=True)
class Weights:
    """Two linear models: of the statements of a clause, one logistic regression for each kind; of the kind of a figure, a multinomial one.

    Attributes:
        statements: which kinds a clause states something of.
        figures: the kind of a figure, `none` among them.
    """

    statements: Model
    figures: Model

    def of_statement(self, evidence: Iterable[str]) -> dict[str, float]:
        """The probability of each kind that a clause states something of it, by its evidence."""
        return {
            kind: 1 / (1 + math.exp(-x))
            for kind, x in zip(self.statements.kinds, self.statements.sums(evidence), strict=True)
        }

    def of_figure(self, evidence: Iterable[str]) -> dict[str, float]:
        """The probability of each kind of a figure; they add up to 1."""
        sums = self.figures.sums(evidence)
        most = max(sums)
        powers = [math.exp(x - most) for x in sums]
        whole = sum(powers)
        return {kind: p / whole for kind, p in zip(self.figures.kinds, powers, strict=True)}


@cache
def weights(language: str) -> Weights | None:
    """The weights of a language; `None` where its folder has none."""
    path = _FOLDER / language / "weights.tsv"
    if not path.is_file():
        return None
    tables: dict[str, dict[str, dict[str, float]]] = {"statement": {}, "figure": {}}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        model, piece, *told = line.split("\t")
        tables[model][piece] = {kind: int(n) / UNIT for kind, n in (x.rsplit(":", 1) for x in told)}
    return Weights(Model.of(tables["statement"]), Model.of(tables["figure"]))


__all__ = ["CONSTANT", "UNIT", "Model", "Weights", "weights"]
