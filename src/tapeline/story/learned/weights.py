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
class Weights:
    """Two linear models: of the statements of a clause, one logistic regression for each kind; of the kind of a figure, a multinomial one.

    Attributes:
        statements: evidence -> kind -> weight.
        figures: evidence -> kind (`none` among them) -> weight.
    """

    statements: Mapping[str, Mapping[str, float]]
    figures: Mapping[str, Mapping[str, float]]

    def of_statement(self, evidence: Iterable[str]) -> dict[str, float]:
        """The probability of each kind that a clause states something of it, by its evidence."""
        return {kind: 1 / (1 + math.exp(-total)) for kind, total in _sums(self.statements, evidence).items()}

    def of_figure(self, evidence: Iterable[str]) -> dict[str, float]:
        """The probability of each kind of a figure; they add up to 1."""
        sums = _sums(self.figures, evidence)
        most = max(sums.values(), default=0.0)
        powers = {kind: math.exp(total - most) for kind, total in sums.items()}
        whole = sum(powers.values())
        return {kind: p / whole for kind, p in powers.items()}


def _sums(table: Mapping[str, Mapping[str, float]], evidence: Iterable[str]) -> dict[str, float]:
    out = dict(table.get(CONSTANT, {}))
    for piece in evidence:
        for kind, weight in table.get(piece, {}).items():
            out[kind] += weight
    return out


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
    return Weights(tables["statement"], tables["figure"])


__all__ = ["CONSTANT", "UNIT", "Weights", "weights"]
