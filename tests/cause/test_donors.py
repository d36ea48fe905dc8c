"""Who may be compared with: touched donors, donors with gaps, poor fits and short tapes are refused by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.cause.tapes import donors, event, tape, verdict

from tapeline.cause.counterfactual import DAILY, WEEKLY, compare, counterfactual_page
from tapeline.cause.donors import Pool, daily_view, pool_of, weekly_view
from tapeline.errors import DesignError

AT = 820


def pool_with(pool: Pool, **changes: object) -> Pool:
    return replace(pool, **changes)  # type: ignore[arg-type]


def test_touched_named_and_holed_donors_are_left_out_by_name_with_the_reason() -> None:
    t = tape(1)
    pool = donors(t, 8)
    pool.returns[AT - 40, 2] = np.nan
    pool.returns[1:, 3] = 0.0
    pool = pool_with(pool, news=((AT,), (AT + 5,), (), (), (), (), (), ()))
    view = daily_view(t, pool, AT, (0, 1), "D4 cut its prices")
    assert view.left_out == {
        "D0": "news of its own on those sessions", "D2": "prices with gaps", "D3": "does not move", "D4": "named in the event"
    }  # fmt: skip
    assert view.names == ("D1", "D5", "D6", "D7")
    assert view.x.shape == (252, 4)


def test_no_donors_says_how_many_would_suffice() -> None:
    t = tape(1)
    with pytest.raises(DesignError, match=r"0 usable donors.*at least 2 are needed and 19 to test at 5%"):
        daily_view(t, donors(t, 0), AT, (0, 1))
    made = verdict(t, [event(t, AT)], [event(t, AT)], pool=donors(t, 0), deep=True)
    assert made.counterfactual is None
    assert any("add prices of securities" in r.why for r in made.refused)


def test_fewer_than_thirty_periods_before_the_event_are_refused() -> None:
    t = tape(1)
    with pytest.raises(DesignError, match="at least 30 are needed; bring earlier prices"):
        weekly_view(t, donors(t, 5), 100)
    with pytest.raises(DesignError, match="at least 30 are needed"):
        daily_view(t, donors(t, 5), 35, (0, 1))
    with pytest.raises(DesignError, match="within a week"):
        weekly_view(t, donors(t, 5), len(t) - 2)


def test_a_gap_of_the_stock_itself_is_refused() -> None:
    t = tape(1)
    t.stock[AT - 30] = np.nan
    with pytest.raises(DesignError, match="AAA has a gap"):
        daily_view(t, donors(t, 5), AT, (0, 1))


def test_a_poor_fit_is_refused_whatever_the_gap() -> None:
    t = tape(1, sigma=0.05)
    rng = np.random.default_rng(2)
    strangers = pool_of([f"S{j}" for j in range(25)], rng.standard_normal((len(t), 25)) * 0.01)
    shown, evidence, refused = counterfactual_page(t, strangers, AT, weekly=False, window=(0, 1), what="")
    assert shown is None
    assert evidence == ()
    assert [r.method for r in refused] == [DAILY]
    assert "poor fit before the event" in refused[0].why


def test_weekly_paths_are_cumulated_log_returns_and_meet_at_the_eve() -> None:
    t = tape(1)
    view = weekly_view(t, donors(t, 5), AT)
    assert view.y[view.pre - 1] == 0.0
    assert (view.x[view.pre - 1] == 0.0).all()
    assert view.pre == 151
    assert -view.y[0] == pytest.approx(np.log(t.close[AT - 1] / t.close[AT - 1 - 750]))
    assert view.y[-1] == pytest.approx(np.log(t.close[AT - 1 + 65] / t.close[AT - 1]))


def test_a_planted_jump_is_the_gap_and_the_placebos_see_it() -> None:
    t = tape(1, sigma=0.008)
    c0 = compare(t, donors(t, 25, sigma=0.008), AT, weekly=False, window=(0, 0))
    jumped = tape(1, sigma=0.008, jumps={AT: 0.1})
    c1 = compare(jumped, donors(jumped, 25, sigma=0.008), AT, weekly=False, window=(0, 0))
    assert c1.effect - c0.effect == pytest.approx(np.log1p(jumped.stock[AT]) - np.log1p(t.stock[AT]), abs=1e-9)
    assert c1.votes
    assert c1.placebo.p_value == 1 / 26
    assert c0.placebo.p_value > 0.05


def test_a_jump_before_the_event_is_not_its_effect() -> None:
    t = tape(9, sigma=0.004, jumps={AT - 12: 0.06})
    c = compare(t, donors(t, 25, sigma=0.004), AT, weekly=True)
    assert abs(c.effect) < 0.05
    assert c.placebo.p_value > 0.1


def test_page_shows_the_same_gap_by_every_method() -> None:
    t = tape(3, sigma=0.004, jumps={AT: 0.1})
    pool = donors(t, 25, sigma=0.004)
    pool.returns[0] = 0.0
    shown, evidence, refused = counterfactual_page(t, pool, AT, weekly=True, window=(0, 1), what="")
    assert refused == ()
    assert shown is not None
    assert shown.method == WEEKLY
    assert sum(shown.weights.values()) == pytest.approx(1.0)
    assert {"ridge-augmented", "elastic net", "synthetic difference in differences"} <= set(shown.others)
    for name in ("ridge-augmented", "elastic net", "synthetic difference in differences"):
        assert shown.others[name] == pytest.approx(shown.end_gap, abs=0.08)
    assert len(shown.path) == 164
    assert [e.valid for e in evidence] == [True, False]
