"""A causal claim on its tape: what is claimed, where it turned, what happened when, and which events could have done it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Occasion, Refused, Timing
from tapeline.cause.donors import peer_returns
from tapeline.cause.effects import window_of
from tapeline.cause.shares import Split, split_move
from tapeline.cause.turn import Direction, Turn, find_turn, rise_from_low_p
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tapeline.cause.dated import Dated
    from tapeline.cause.donors import Pool
    from tapeline.cause.tape import Tape

REACH = 63  # sessions (a quarter) in which a cause should show in a listed price
BEFORE, FAR = 126, 504  # sessions searched for the turn before the claimed days, and for its far end after it
LEAST_OF_SECTOR = 3
LONG_SPAN = 31  # days: a claim about a longer period is about a turn, not about a day


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim says: the kind of cause, the direction, when the effect showed, and whether it is about a turn.

    `given` is true where the events were named by the user and not looked up by kind.
    """

    kind: str
    direction: Direction
    start: date | None
    end: date | None
    about_turn: bool
    given: bool = False
    outcome: str = "price"

    @property
    def sign(self) -> float:
        """1 for a rise, -1 for a fall."""
        return 1.0 if self.direction == "up" else -1.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A claim on its tape.

    Attributes:
        tape: the security and its benchmark.
        claimed: what is claimed.
        events: every dated event that the tape reaches, oldest first.
        mine: those of the claimed kind.
        near: of these, the ones that could have caused what is claimed.
        turn: positions on the tape of the turn, its interval and its far end; `None` where there is none.
        split: who gave how much of the move.
        pool: makes the donors when they are asked for.
        refused: what could not be computed.
    """

    tape: Tape
    claimed: Claimed
    events: tuple[Dated, ...]
    mine: tuple[Dated, ...]
    near: tuple[Dated, ...]
    turn: Turn | None
    split: Split | None
    pool: Callable[[], Pool]
    refused: tuple[Refused, ...]

    @property
    def news(self) -> list[int]:
        """The sessions of all dated news."""
        return [e.at for e in self.events] + [e.at + 1 for e in self.events if not e.timed]

    def occasion(self, what: str) -> Occasion:
        """The event that the assessment shows: of those that could have done it the nearest to the turn."""
        at = self.turn.at if self.turn else len(self.tape)
        shown = min(self.near or self.mine, key=lambda e: (abs(e.at - at), e.at), default=None)
        if shown is None:
            return Occasion(None, None, what)
        last = max(self.near, key=lambda e: e.at).date if self.claimed.given else shown.date
        return Occasion(shown.date, self.tape.day(shown.at), shown.what, last if last != shown.date else None)

    def same_sessions(self, e: Dated, length: int = 0) -> tuple[str, ...]:
        """The kinds of other news on the sessions of an event's window, or on `length` sessions from the event."""
        first, last = _span(e)
        last = max(last, e.at + length - 1)
        others = (o for o in self.events if o not in self.near or (o.at != e.at and o.kind != e.kind))
        return tuple(sorted({o.kind for o in others if _span(o)[0] <= last and _span(o)[1] >= first}))


def _span(e: Dated) -> tuple[int, int]:
    """First and last session that an event's news may have reached."""
    window = window_of(e)
    return e.at + window[0], e.at + window[1]


def make_setting(
    tape: Tape, events: Sequence[Dated], mine: Sequence[Dated], claimed: Claimed, pool: Callable[[], Pool]
) -> Setting:
    """Find the turn and the candidates of a claim."""
    refused: list[Refused] = []
    turn = split = None
    try:
        turn = _turn(tape, mine, claimed)
        if turn.move > 0:
            sector, why = _sector(pool())
            refused += why
            split = split_move(tape, turn.at, turn.far, events, sector)
    except DesignError as e:
        refused.append(Refused("turning point", str(e)))
    near = tuple(mine) if claimed.given else tuple(_near(tape, mine, claimed, turn))
    return Setting(tape, claimed, tuple(events), tuple(mine), near, turn, split, pool, tuple(refused))


def _sector(pool: Pool) -> tuple[NDArray[np.float64] | None, list[Refused]]:
    """The mean return of the subject's sector, or why there is none."""
    try:
        return peer_returns(pool, pool.sector, least=LEAST_OF_SECTOR), []
    except DesignError:
        named = ", ".join(pool.names[j] for j in pool.sector)
        of = f"of {pool.sector_name}{f' ({named})' if named else ''}" if pool.sector_name else "of a known sector"
        return None, [Refused("sector's part of the move", f"the record holds prices of {len(pool.sector) or 'no'} other "
                              f"securit{'y' if len(pool.sector) == 1 else 'ies'} {of}, at least {LEAST_OF_SECTOR} are needed; "
                              "add prices of securities of that sector")]  # fmt: skip


def _turn(tape: Tape, mine: Sequence[Dated], claimed: Claimed) -> Turn:
    """The turn in positions of the tape, searched around the claimed days, else around the last event of the kind."""
    first = tape.first(claimed.start) if claimed.start else None
    last = tape.last(claimed.end) if claimed.end else None
    if claimed.given or first is None or last is None:
        first, last = (
            (mine[0].at, mine[-1].at) if claimed.given else (mine[-1].at, mine[-1].at) if mine else (0, len(tape) - 1)
        )
    lo, hi = max(0, first - BEFORE), min(len(tape), last + REACH + 1)
    log_price = np.log(tape.close)
    found = find_turn(log_price[lo:hi], claimed.direction)
    at = lo + found.at
    ahead = claimed.sign * log_price[at : at + FAR + 1]
    far = at + int(np.argmax(ahead))
    return replace(found, at=at, low=lo + found.low, high=lo + found.high, far=far, move=float(ahead.max() - ahead[0]))


def _near(tape: Tape, mine: Sequence[Dated], claimed: Claimed, turn: Turn | None) -> list[Dated]:
    """Events up to a quarter before the turn or inside the claimed period; or on the claimed days; or of the last year."""
    start, end = claimed.start, claimed.end
    lo = tape.first(start or end) if start or end else None  # type: ignore[arg-type]
    hi = tape.last(end or start) if start or end else None  # type: ignore[arg-type]
    if claimed.about_turn:
        if turn is None:
            return []
        first, last = (
            min([turn.low, *([lo] if lo is not None else [])]),
            max([turn.high, *([hi] if hi is not None else [])]),
        )
        return [e for e in mine if first - REACH <= e.at <= last]
    if start is None and end is None:
        return [e for e in mine if e.at >= len(tape) - 252] or list(mine[-1:])
    if lo is None or hi is None:
        return []
    return [e for e in mine if lo - 1 <= e.at <= hi]


def timing_of(s: Setting, event: Occasion) -> Timing | None:
    """When it turned, and how much of the move was there before the event."""
    if s.turn is None:
        return None
    t, sign = s.turn, s.claimed.sign
    log_price = np.log(s.tape.close)
    word = "low" if sign > 0 else "high"
    close = float(s.tape.close[t.at])
    note = f"the {word} was {close:,.2f} on {s.tape.day(t.at)}"
    at = s.tape.first(event.session) if event.session else None
    before = None if at is None else t.at < at
    made = None if at is None else t.made_before(log_price, at, sign)
    chance = None
    if at is not None and t.at < at - 1:
        recent = np.diff(log_price[max(0, at - 251) : at])
        chance = rise_from_low_p(sign * float(log_price[at - 1] - log_price[t.at]), float(recent.std()), at - 1 - t.at)
    return Timing(s.tape.day(t.at), s.tape.day(t.low), s.tape.day(t.high), before, round(close, 4), made, note, chance)


__all__ = ["FAR", "LONG_SPAN", "REACH", "Claimed", "Setting", "make_setting", "timing_of"]
