"""The chart draws what there is evidence for."""

from __future__ import annotations

import io
from datetime import date

from tapeline.cause import assess, assess_claim
from tapeline.record import open_record


def png(figure) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def test_a_full_page_has_its_three_panels_and_names_the_verdict() -> None:
    made = assess("META", "2022-11-30")
    figure = made.plot()
    titles = [a.get_title(loc="left") for a in figure.axes]
    assert len(titles) == 3
    assert "placebo p" in titles[0]
    assert made.words in figure.get_suptitle()
    bars = figure.axes[2].patches
    assert sum(b.get_width() for b in bars) == sum(100 * v for v in made.shares.values())
    assert png(figure)[:4] == b"\x89PNG"
    assert png(made.plot()) == png(made.plot())


def test_without_a_counterfactual_its_panel_is_left_out_and_without_evidence_the_reason_stands() -> None:
    record = open_record()
    article = assess_claim(
        record, "META", "open_source", "up", date(2022, 10, 1), date(2022, 12, 31), date(2024, 2, 10)
    )
    assert [a.get_title(loc="left")[:5] for a in article.plot().axes] == ["dates", "share"]
    none = assess("META", "2023-02-24", "fact:revenue")
    assert none.plot().axes == []
    assert png(none.plot())


def test_the_split_is_said_in_one_sentence() -> None:
    made = assess("META", "2022-11-30", deep=False)
    assert made.split.startswith("Of the move from 2022-11-03: ")
    assert made.split.endswith(f"{made.shares['unexplained']:.0%} remains unexplained")
    assert made.to_json()["split"] == made.split
    assert assess("META", "2023-02-24", "fact:revenue").split == ""
