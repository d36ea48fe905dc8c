"""The validity study itself: seeded, planting what it says, and its page's claims on a small sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.cause.series import PANEL

from tapeline.cause.validity import PAGE, VERDICTS, draws, drift, jump, planted, rates, read_panel

DOCS = Path(__file__).parents[2] / "docs" / "cause"
needs_panel = pytest.mark.skipif(not PANEL.exists(), reason="the panel lies beside the repository, not in it")


@needs_panel
def test_draws_are_seeded_and_plant_exactly_what_is_said() -> None:
    panel = read_panel(PANEL)
    first, second = list(draws(panel, 3, 5)), list(draws(panel, 3, 5))
    assert [d.tape.subject for d in first] == [d.tape.subject for d in second]
    assert [d.direction for d in first] == ["up", "down", "up"]
    for d in first:
        assert d.tape.subject not in d.pool.names
        assert len(set(d.pool.names)) == 40
        sign = 1 if d.direction == "up" else -1
        moved = planted(d, jump(0.05, d.at, len(d.tape)))
        change = np.log1p(moved.tape.stock) - np.log1p(d.tape.stock)
        assert change[d.at] == pytest.approx(0.05 * sign)
        assert np.abs(np.delete(change, d.at)).max() < 1e-12


@needs_panel
def test_pseudo_causes_are_seldom_supported_and_large_planted_jumps_mostly_are() -> None:
    some = list(draws(read_panel(PANEL), 60, 99))
    null = rates(some, turn=False)
    assert sum(null.values()) == pytest.approx(1.0)
    assert null["supported"] + null["cannot be told apart"] <= 0.1
    jumped = rates([planted(d, jump(0.10, d.at, len(d.tape))) for d in some[:25]], turn=False)
    assert jumped["supported"] >= 0.8
    turned = rates([planted(d, drift(0.01, d.at, len(d.tape))) for d in some[:15]], turn=True)
    assert turned["supported"] >= 0.5


def test_page_in_the_docs_is_of_this_study_and_within_the_stated_rate() -> None:
    page = (DOCS / "validity.md").read_text(encoding="utf-8")
    assert page.splitlines()[0] == PAGE.splitlines()[0]
    for claim in ("news days, 500 pseudo-causes", "turn, 500 pseudo-causes"):
        row = next(line for line in page.splitlines() if line.startswith(f"| {claim}"))
        share = dict(zip(VERDICTS, (float(c.strip(" %")) for c in row.strip("|").split("|")[1:]), strict=True))
        assert share["supported"] + share["cannot be told apart"] <= 5.0


def test_rule_in_the_docs_names_every_verdict_and_every_number_of_the_code() -> None:
    from tapeline.cause.donors import LEAST_VOTERS, POST_WEEKS, PRE_DAYS, PRE_WEEKS
    from tapeline.cause.effects import LEAST
    from tapeline.cause.setting import BEFORE, FAR, LONG_SPAN, REACH
    from tapeline.cause.turning import WIDE

    rule = (DOCS / "rule.md").read_text(encoding="utf-8")
    for number in (LEAST_VOTERS, PRE_DAYS, PRE_WEEKS, POST_WEEKS, LEAST, BEFORE, FAR, LONG_SPAN, REACH, WIDE):
        assert f"{number}" in rule, number
    for verdict in ("supported", "not supported", "contradicted by timing", "cannot be told apart", "too little data"):
        assert f"`{verdict}" in rule
