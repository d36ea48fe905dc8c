"""Write each language's `weights.tsv` anew from labelled stories: what their words say about the kind of a statement or a figure.

    python scripts/train_reader.py              # from the stories that rules may be written from, and the marked items
    python scripts/train_reader.py --folds 5    # writes nothing: scores every fifth story by weights from the others

Two models for each language: for every kind a logistic regression on whether a clause states something of it, and a multinomial one
on what a figure is of (`none` among them), both with a ridge penalty.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, sparse

from marked_items import load_marked
from tapeline.claim import Story
from tapeline.names import names_of
from tapeline.record import open_record
from tapeline.story import Names, learned, read_claims
from tapeline.story.frames.left import leftover, plain_words
from tapeline.story.gathered import SecondReader
from tapeline.story.learned.weights import CONSTANT, UNIT, Model, Weights
from tapeline.story.scoring.labelled import Label, Labelled, load_folder
from tapeline.story.scoring.scoring import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Draft, Token

FOLDER = Path(__file__).parent.parent / "src" / "tapeline" / "story"
LABELLED = Path(__file__).parent.parent / "tests" / "labelled"
SPLITS = ("dev", "strangers-dev", "prose-dev", "desk-dev")
"""The stories that rules may be written from; what is held out is never learned from."""
RIDGE = 1.0
"""The penalty on half the sum of squared weights."""
SEEN = 2
"""Evidence that fewer examples have is left out."""
SMALLEST = 10
"""Weights below so many hundredths are left out."""
STATED = frozenset({"causal", "comparison", "event", "person", "opinion", "record"})
"""Kinds that a clause can state, with a figure or without; of the others only those labels count that have no value."""
RARE = 12
"""A kind with fewer examples gets no model."""


@dataclass
class Examples:
    """What one story teaches: for clauses its evidence and the kinds stated, for figures their evidence and kind."""

    clauses: list[tuple[list[str], frozenset[str], frozenset[str]]] = field(default_factory=list)
    figures: list[tuple[list[str], str]] = field(default_factory=list)


def examples(story: Labelled, names: Names) -> Examples:
    """The examples of a story, from what the frames alone read of it."""
    out = Examples()

    def see(scene: Scene, drafts: list[Draft]) -> list[Draft]:
        _clauses(scene, drafts, story.labels, out)
        _figures(scene, drafts, story.labels, out)
        return drafts

    read_claims(
        _story(story), names, fiscal_year_end_month=story.fiscal_year_end_month, second=SecondReader(see, alone=True)
    )
    return out


def _story(s: Labelled) -> Story:
    return Story(s.text, s.name, s.language, s.company, s.published, s.name, "")


def _clauses(scene: Scene, drafts: list[Draft], labels: Sequence[Label], out: Examples) -> None:
    """Each clause with the kinds of the labels that have most of their words in it, and those that only reach into it."""
    words = learned.pieces(scene)
    if not plain_words.is_about_something(scene):
        return
    for low, high in scene.clauses:
        stated, touched = set(), set()
        for label in labels:
            if (
                label.start >= high
                or label.end <= low
                or (label.kind not in {*STATED, "date"} and _has_figure(scene, label))
            ):
                continue
            kind = "event" if label.kind == "date" else label.kind
            mine = min(label.end, high) - max(label.start, low)
            others = [min(label.end, b) - max(label.start, a) for a, b in scene.clauses]
            (stated if mine == max(others) else touched).add(kind)
        evidence = learned.of_a_clause(scene, words, (low, high), drafts)
        out.clauses.append((evidence, frozenset(stated), frozenset(touched - stated)))


def _has_figure(scene: Scene, label: Label) -> bool:
    return bool(label.value) or any(label.start <= t.start < label.end for t in scene.all("quantity"))


def _figures(scene: Scene, drafts: list[Draft], labels: Sequence[Label], out: Examples) -> None:
    words = learned.pieces(scene)
    for amount in leftover.figures(scene):
        others = [d for d in drafts if amount not in d.tokens]
        evidence = leftover.evidence(scene, words, amount, others, leftover.vote(scene, amount)[0])
        told = _kind_of(amount, labels)
        if told is not None:
            out.figures.append((evidence, told))


def _kind_of(amount: Token, labels: Sequence[Label]) -> str | None:
    """The kind of the label whose value a figure is: `none` where no label is of it, `None` where that cannot be told."""
    here = [x for x in labels if x.start < amount.end and amount.start < x.end and x.unit != "date"]
    valued = [x for x in here if x.value]
    same = [x for x in valued if any(np.isclose(abs(v), abs(amount.figure.value)) for v in (x.value[0], x.value[-1]))]
    if same:
        return min(same, key=lambda x: x.end - x.start).kind
    marked = [x for x in here if not x.value]
    if marked and not valued:
        return marked[0].kind if marked[0].kind not in UNVALUED else None
    return "none"


UNVALUED = frozenset({"causal", "opinion", "quote", "record", "comparison", "date"})
"""Kinds of which a label without a value does not say what a figure among its words is of."""


def train(stories: Iterable[Examples]) -> Weights:
    """The weights that the examples of some stories teach."""
    every = list(stories)
    clauses = [x for e in every for x in e.clauses]
    figures = [x for e in every for x in e.figures]
    vocabulary, matrix = _matrix([evidence for evidence, _, _ in clauses])
    statements: dict[str, dict[str, int]] = {CONSTANT: {}}
    counts = Counter(kind for _, stated, _ in clauses for kind in stated)
    for kind in sorted(k for k, n in counts.items() if n >= RARE and k != "quote"):
        sure = np.array([kind not in touched for _, _, touched in clauses])
        is_it = np.array([kind in stated for _, stated, _ in clauses])
        _note(statements, vocabulary, [kind], _fit_one(matrix[sure], is_it[sure])[:, None])
    kinds = sorted(k for k, n in Counter(kind for _, kind in figures).items() if n >= RARE or k == "none")
    kept = [x for x in figures if x[1] in kinds]
    vocabulary, matrix = _matrix([evidence for evidence, _ in kept])
    of_figures: dict[str, dict[str, int]] = {CONSTANT: {}}
    _note(
        of_figures, vocabulary, kinds, _fit(matrix, np.array([[kind == k for k in kinds] for _, kind in kept], float))
    )
    return Weights(Model.of(statements), Model.of(of_figures))


def _matrix(every: list[list[str]]) -> tuple[list[str], sparse.csr_matrix]:
    seen = Counter(piece for evidence in every for piece in evidence)
    vocabulary = [CONSTANT, *sorted(piece for piece, n in seen.items() if n >= SEEN)]
    place = {piece: i for i, piece in enumerate(vocabulary)}
    rows = [[0, *(place[p] for p in evidence if p in place)] for evidence in every]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([i for row in rows for i in row])
    return vocabulary, sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(vocabulary)))


def _fit_one(x: sparse.csr_matrix, is_it: np.ndarray) -> np.ndarray:
    """Logistic regression on evidence that is scaled by the square root of its log-count ratio, as naive Bayes would weigh it.

    Wang and Manning (2012, "Baselines and Bigrams") scale by the ratio itself; the root did better in cross-validation here.
    """
    for_it, against = (np.asarray(x[rows].sum(axis=0)).ravel() + 1.0 for rows in (is_it, ~is_it))
    scale = np.sqrt(np.abs(np.log((for_it / for_it.sum()) / (against / against.sum()))))
    scale[0] = 1.0
    fitted = _fit(sparse.csr_matrix(x @ sparse.diags(scale)), np.stack([~is_it, is_it], axis=1).astype(float))
    return (fitted[:, 1] - fitted[:, 0]) * scale


def _fit(x: sparse.csr_matrix, y: np.ndarray) -> np.ndarray:
    """Multinomial logistic regression, ridge but for the constant: weights of shape (pieces, kinds)."""
    shape = (x.shape[1], y.shape[1])
    free = np.ones(shape)
    free[0] = 0.01

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(shape)
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        whole = np.log(np.exp(scores).sum(axis=1, keepdims=True))
        p = np.exp(scores - whole)
        value = -float((y * (scores - whole)).sum()) + RIDGE / 2 * float((free * w * w).sum())
        return value, np.asarray(x.T @ (p - y) + RIDGE * free * w).ravel()

    return optimize.minimize(
        loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    ).x.reshape(shape)


def _note(table: dict[str, dict[str, int]], vocabulary: list[str], kinds: list[str], fitted: np.ndarray) -> None:
    for piece, row in zip(vocabulary, fitted, strict=True):
        for kind, weight in zip(kinds, row, strict=True):
            if piece == CONSTANT or abs(round(weight * UNIT)) >= SMALLEST:
                table.setdefault(piece, {})[kind] = round(weight * UNIT)


def written(w: Weights, language: str) -> str:
    """The weights as the lines of a table."""
    lines = [
        f"# Weights in hundredths for {language}, by scripts/train_reader.py from inputs {fingerprint()}; not written by hand."
    ]
    for name, model in (("statement", w.statements), ("figure", w.figures)):
        for piece in sorted(model.packed):
            told = "\t".join(f"{kind}:{n}" for kind, n in model.row(piece).items())
            lines.append(f"{name}\t{piece}\t{told}")
    return "\n".join(lines) + "\n"


def cross_validate(
    stories: list[Labelled], taught: list[Examples], beside: list[Examples], names: Names, folds: int
) -> None:
    """Print the score of every story by weights from the stories of the other folds."""
    pairs = []
    for k in range(folds):
        known = train([*beside, *(e for i, e in enumerate(taught) if i % folds != k)])
        leftover.weights = plain_words.weights = lambda _: known  # type: ignore[assignment]  # noqa: B023
        pairs += [
            (s, read_claims(_story(s), names, fiscal_year_end_month=s.fiscal_year_end_month).claims)
            for s in stories[k::folds]
        ]
    for key, t in score(pairs).tallies.items():
        if key[0] == "*" or key[2] == "*":
            print(
                *(f"{x:18}" for x in key),
                f"{t.labels:6} {t.claims:6} {t.matched:6}  {t.precision:.3f} {t.recall:.3f} {t.f1:.3f}",
            )


def inputs() -> list[Path]:
    """Every file that the weights are learned from, in order."""
    stories = [p for name in SPLITS for p in (LABELLED / name).iterdir()]
    return sorted([*stories, *(LABELLED / "marked").glob("*.txt"), LABELLED / "names.json"])


def fingerprint() -> str:
    """A hash of what the weights are learned from, which their tables carry."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--folds", type=int, default=0, help="score by cross-validation over so many folds, and write nothing"
    )
    args = parser.parse_args()
    loaded = [load_folder(LABELLED / name) for name in SPLITS]
    marked = [item for path in sorted((LABELLED / "marked").glob("*.txt")) for item in load_marked(path)]
    names = Names((*loaded[0][1], *names_of(open_record(None)).names))
    for language in ("en", "zh"):
        stories = [s for every, _ in loaded for s in every if s.language == language]
        taught = [examples(s, names) for s in stories]
        beside = [examples(s, names) for s in marked if s.language == language]
        if args.folds:
            cross_validate(stories, taught, beside, names, args.folds)
            continue
        path = FOLDER / language / "weights.tsv"
        path.write_text(written(train([*taught, *beside]), language), encoding="utf-8")
        print(f"{path}: from {len(taught)} stories and {len(beside)} marked items")
    return 0


if __name__ == "__main__":
    sys.exit(main())
