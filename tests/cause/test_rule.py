"""The rule of docs/cause/rule.md, step by step, on tapes made so that each step decides."""

from __future__ import annotations

import numpy as np
import pytest
from tests.cause.tapes import donors, event, tape, verdict

from tapeline.cause.assessment import CAUSE_VERDICTS

AT = 500


def v_tape(seed: int = 0, low: int = AT, drift: float = 0.01):  # type: ignore[no-untyped-def]
    """A stock that falls for half a year to `low` and rises for a quarter after it."""
    jumps = dict.fromkeys(range(low - 126, low), -drift) | dict.fromkeys(range(low, low + 63), drift)
    return tape(seed, sigma=0.01, jumps=jumps)


def test_a_jump_on_the_news_day_is_supported_and_the_reason_gives_the_figures() -> None:
    t = tape(1, jumps={AT: 0.09})
    made = verdict(t, [event(t, AT)], [event(t, AT)])
    assert made.verdict == "supported"
    assert made.words == "supported"
    assert f"abnormal return +{made.evidence[0].estimate:.1%}" in made.reason
    assert "caused" not in made.reason
    assert made.event.session == t.day(AT)
    assert made.smallest_visible_effect == pytest.approx(0.043, abs=0.01)


def test_an_ordinary_day_is_not_supported_and_the_smallest_visible_effect_is_said() -> None:
    t = tape(2)
    made = verdict(t, [event(t, AT)], [event(t, AT)])
    assert made.verdict == "not supported"
    assert made.smallest_visible_effect is not None
    assert "ordinary days" in made.reason


def test_a_jump_in_the_other_direction_is_not_supported() -> None:
    t = tape(1, jumps={AT: -0.09})
    assert verdict(t, [event(t, AT)], [event(t, AT)]).verdict == "not supported"
    assert verdict(t, [event(t, AT)], [event(t, AT)], direction="down").verdict == "supported"


def test_an_effect_that_hangs_on_the_window_is_not_supported() -> None:
    t = tape(1, jumps={AT: 0.05, AT + 1: -0.06, AT - 1: -0.06})
    made = verdict(t, [event(t, AT)], [event(t, AT)])
    assert made.verdict == "not supported"
    assert "event windows" in made.reason
    assert len(made.curve) == 8


def test_other_news_on_the_same_session_cannot_be_told_apart() -> None:
    t = tape(1, jumps={AT: 0.09})
    mine, other = event(t, AT, "layoffs"), event(t, AT, "results")
    made = verdict(t, [mine, other], [mine])
    assert made.verdict == "cannot be told apart"
    assert made.apart_from == ("results",)
    assert made.words == "cannot be told apart from results"


def test_causes_whose_windows_overlap_are_not_told_apart() -> None:
    # The hour of neither is known, so both windows hold the session of the jump.
    t = tape(1, jumps={AT: 0.09})
    first, second = event(t, AT - 1, "layoffs", timed=False), event(t, AT, "buyback", timed=False)
    made = verdict(t, [first, second], [first, second])
    assert made.verdict == "cannot be told apart"
    assert made.apart_from in {("buyback",), ("layoffs",)}


def test_several_candidates_pay_for_their_number() -> None:
    t = tape(4, jumps={AT: 0.05})
    one = event(t, AT)
    assert verdict(t, [one], [one]).verdict == "supported"
    many = [event(t, at) for at in range(AT - 200, AT + 201, 20)]
    made = verdict(t, many, many)
    assert made.verdict == "not supported"
    adjusted = [e.p_adjusted for e in made.evidence]
    assert all(
        a is not None and e.p_value is not None and a >= e.p_value for a, e in zip(adjusted, made.evidence, strict=True)
    )


def test_the_placebo_is_the_weaker_and_wins() -> None:
    t = tape(1, jumps={AT: 0.06})
    pool = donors(t, 25)
    assert verdict(t, [event(t, AT)], [event(t, AT)], pool=pool).verdict == "supported"
    pool.returns[AT] += np.where(np.arange(25) % 2 == 0, 0.08, -0.08)  # every donor jumped as much that day
    made = verdict(t, [event(t, AT)], [event(t, AT)], pool=pool)
    assert made.verdict == "not supported"
    assert "placebos" in made.reason


def test_few_donors_have_no_vote() -> None:
    t = tape(1, jumps={AT: 0.06})
    pool = donors(t, 10)
    pool.returns[AT] += np.where(np.arange(10) % 2 == 0, 0.08, -0.08)
    made = verdict(t, [event(t, AT)], [event(t, AT)], pool=pool, deep=True)
    assert made.verdict == "supported"
    placebo = next(e for e in made.evidence if "placebos over donors" in e.method)
    assert not placebo.valid
    assert "donors with a usable fit cannot give a p-value below 0." in placebo.caveat


def test_a_planted_turn_is_supported_and_dated() -> None:
    t = v_tape()
    made = verdict(t, [event(t, AT)], [event(t, AT)], turn=True, deep=True)
    assert made.verdict == "supported"
    assert made.timing is not None
    assert abs((made.timing.turn - t.day(AT)).days) <= 5
    valid = [b for b in made.breaks if b.valid]
    assert any(b.low <= t.day(AT) <= b.high for b in valid)
    assert all(not b.valid for b in made.breaks if b.series == "log price, trend")
    assert all("unit root" in b.caveat for b in made.breaks if b.series == "log price, trend")


def test_news_long_after_the_turn_is_contradicted_by_timing() -> None:
    t = v_tape(low=AT)
    late = event(t, AT + 45)
    made = verdict(t, [late], [late], turn=True)
    assert made.verdict == "contradicted by timing"
    assert made.timing is not None
    assert made.timing.before_event is True
    assert made.timing.gained_before is not None
    assert made.timing.gained_before > 0.5


def test_news_in_the_same_quarter_cannot_be_told_apart_from_a_slow_turn() -> None:
    t = v_tape()
    mine, other = event(t, AT, "open_source"), event(t, AT + 20, "results")
    made = verdict(t, [mine, other], [mine], turn=True)
    assert made.verdict == "cannot be told apart"
    assert made.apart_from == ("results",)
    assert "the same quarter" in made.reason


def test_a_break_dated_elsewhere_votes_against_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    t = v_tape()
    monkeypatch.setattr("tapeline.cause.turning.against_break", lambda *_: "the nearest break is dated elsewhere")
    made = verdict(t, [event(t, AT)], [event(t, AT)], turn=True)
    assert made.verdict == "not supported"
    assert "dated elsewhere" in made.reason


def test_a_claim_by_kind_without_events_near_its_turn_reads_the_calendar() -> None:
    t = v_tape()
    days = (t.day(AT - 30), t.day(AT + 30))
    late, early = event(t, AT + 100, "open_source"), event(t, AT - 200, "open_source")
    contradicted = verdict(t, [early, late], [early, late], turn=True, given=False, days=days)
    assert contradicted.verdict == "contradicted by timing"
    assert "came 100 sessions later" in contradicted.reason or "sessions later" in contradicted.reason
    assert verdict(t, [early], [early], turn=True, given=False, days=days).verdict == "not supported"


def test_no_dated_event_is_too_little_data_and_says_what_would_suffice() -> None:
    t = tape(1)
    made = verdict(t, [], [], given=False)
    assert made.verdict == "too little data"
    assert "tapeline record add events" in made.sensitivity


def test_an_event_too_early_on_the_tape_is_too_little_data() -> None:
    t = tape(1)
    made = verdict(t, [event(t, 25)], [event(t, 25)])
    assert made.verdict == "too little data"
    assert "at least 30 are needed" in made.reason


def test_every_verdict_is_one_of_the_five() -> None:
    assert set(CAUSE_VERDICTS) == {
        "supported", "not supported", "contradicted by timing", "cannot be told apart", "too little data"
    }  # fmt: skip
