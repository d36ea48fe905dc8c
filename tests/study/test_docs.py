"""The documents' code runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
import polars as pl
import pytest

from .data import PANEL, made_up, some_events, wide

DOCS = Path(__file__).resolve().parents[2] / "docs" / "study"


def blocks(name: str) -> str:
    text = (DOCS / name).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL))


def test_the_guide_runs_on_a_made_up_panel():
    mpl.use("agg")
    data = made_up()
    where = [(i % 12, 150 + 6 * i) for i in range(40)]
    events = some_events(data, where).with_columns(
        pl.Series("size", np.random.default_rng(0).standard_normal(40)), pl.Series("group", ["a", "b"] * 20)
    )
    space = {"events": events, "prices": wide(data)}
    exec(compile(blocks("guide.md"), "guide.md", "exec"), space)  # noqa: S102
    assert space["page"].startswith("<!DOCTYPE html>")
    assert r"\begin{tabular}" in space["latex"]


@pytest.mark.skipif(not PANEL.exists(), reason="the shared panel is not here")
def test_the_tutorial_runs_on_the_shared_panel():
    space = {"PANEL": PANEL}
    exec(compile(blocks("tutorial.md"), "tutorial.md", "exec"), space)  # noqa: S102
    assert space["result"].n_in == 300


def test_every_contract_name_of_a_test_is_on_the_migration_page_or_in_the_guide():
    text = (DOCS / "migration.md").read_text(encoding="utf-8") + (DOCS / "guide.md").read_text(encoding="utf-8")
    for name in (
        "cross_sectional_t",
        "patell_z",
        "patell_adjusted_z",
        "bmp_z",
        "kolari_pynnonen_z",
        "corrado_rank_z",
        "grank_t",
        "wilcoxon_z",
    ):
        assert f"`{name}`" in text
