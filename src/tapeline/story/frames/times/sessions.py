"""The time of a day that a price or a move is of: its opening, some time within it, its extreme, outside of the session; and which listing's it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tapeline.story.lexicon import wording
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from tapeline.story.scene import Scene
    from tapeline.story.tokens import Token

SESSIONS = {
    "at_one_point": "reached",
    "traded": "traded",
    "intraday": "intraday",
    "opening": "open",
    "extended_hours": "extended",
}
"""The senses of a time of the day other than its close, and what a claim's `session` is then."""


def session_of(scene: Scene, amount: Token) -> str:
    """The time of the day that a price or a move is of, where it is not the close: by a word of its clause that no other number parts from it.

    News that is told of before or after the market's hours makes no such move (盘后公布财报).
    """
    before = (scene.view, max(scene.start, amount.hedge_start - 12), amount.hedge_start)
    most = amount.figure.hedge == "up_to" or reached(scene, amount) or wording("sessions.at_most").search(*before)
    if most and "extended_hours" not in scene.senses:
        so_far = any(scene.together(t, amount) for t in scene.all("sense", "traded"))
        return "traded" if so_far else "intraday"  # "as much as 26% in early trading": the day may bring more
    if _is_of_the_opening(scene, amount):
        return "open"
    found: list[str] = []
    for word in scene.all("sense", *SESSIONS):
        left, right = min(word.start, amount.start), max(word.end, amount.start)
        inside = [t for t in scene.tokens if left <= t.start < right and t not in {amount, word}]
        parted = any(
            t.kind == "quantity"
            and not _is_one_telling(t, amount)
            and not wording("sessions.to").search(scene.view, left, t.hedge_start)
            for t in inside
        )
        other = [
            t for t in inside if t.start >= word.end and t.sense in _OTHER_TIMES[word.sense] and not _quotes(scene, t)
        ]
        news = any(not wording("sessions.following").search(scene.view, word.end, t.start) for t in other)
        left_edge = scene.clause(amount)[0]
        goes_on = scene.view[left_edge : amount.hedge_start].strip() in {"至", "报", "to", "到", "at"} or any(
            _is_level(t) and word.end <= t.start and 0 <= left_edge - t.end <= 2 for t in inside if t.figure
        )  # 半日收报3012.90点，跌0.99%
        does = wording("sessions.participle").match(scene.view, left_edge, scene.end) is not None
        goes_on = goes_on or (does and scene.clause(word)[1] == left_edge)
        closes = wording("sessions.ends").search(scene.view, word.end, max(word.end, amount.start))
        if word.sense == "opening" and word.start >= amount.end and scene.view.endswith("after ", 0, word.start):
            continue  # "dropping 6.8% to $103.41 after opening nearly 12% lower"
        if (word.sense == "opening" and closes is not None) or _of_news(scene, word):
            continue  # "hit a record at the open before closing 1.8 percent lower"
        near = scene.together(word, amount) or _opens_with(scene, word) or goes_on
        if (near and not parted and not news) or _is_before_its_close(scene, word, amount):
            found.append(SESSIONS[word.sense])
    if "extended" in found or _goes_on_after_the_close(scene, amount) or _came_of_extended_hours(scene, amount):
        return "extended"
    if not most and not found and _at_a_time_of_day(scene, amount):
        return "traded"
    return "intraday" if most else found[0] if found else ""


def _is_of_the_opening(scene: Scene, amount: Token) -> bool:
    """Whether a clause says how far the opening price told right before it lies from a close (开盘价459.60美元，较周四收盘高16%)."""
    if "opening" not in scene.senses:
        return False
    left = scene.clause(amount)[0]
    based = wording("sessions.than_a_close").search(scene.view, left, amount.hedge_start)
    before = scene.clause_before(left) if based is not None else None
    return before is not None and any(before <= t.start < left for t in scene.all("sense", "opening"))


def _came_of_extended_hours(scene: Scene, amount: Token) -> bool:
    """Whether a clause says what a move outside of the session came to ("ripped 25% after the bell, …, which means the market cap went to $944 billion")."""
    hours = [t for t in scene.all("sense", "extended_hours") if t.end <= amount.start and not _of_news(scene, t)]
    if not hours or wording("sessions.consequence").match(scene.view, scene.clause(amount)[0], amount.start) is None:
        return False
    between = [*scene.all("sense", "close", "announce", "results", "say"), *scene.dates("on")]
    return not any(hours[-1].end <= t.start < amount.start for t in between)


def _at_a_time_of_day(scene: Scene, amount: Token) -> bool:
    """Whether a time of day within the session is told before an amount, or in its clause, and no close ("19日早上约11时，股价升至467.77美元")."""
    told = [*wording("sessions.clock").finditer(scene.view, scene.start, scene.clause(amount)[1])]
    left, right = (min(told[-1].end(), amount.start), max(told[-1].start(), amount.end)) if told else (0, 0)
    closes = any(left <= t.start < right and not _quotes(scene, t) for t in scene.all("sense", "close"))
    until = max(amount.start, scene.clause(amount)[1])  # "…, their deepest slide since a 7% fall on Jan. 30"
    return bool(told) and not closes and not any(left <= d.start < until for d in scene.dates("on"))


def _goes_on_after_the_close(scene: Scene, amount: Token) -> bool:
    """Whether a move goes on when the session is over, by words before an amount that no later close follows (周五收市后，股价再滑落1.55美元)."""
    m = wording("sessions.after_the_close").search(scene.view, scene.start, scene.clause(amount)[1])
    if m is None or any(m.end() <= t.start < amount.start for t in scene.all("sense", "close")):
        return False
    return not any(t.end <= m.start() for t in scene.all("sense", "announce", "results", "say"))


def _is_before_its_close(scene: Scene, word: Token, amount: Token) -> bool:
    """Whether Chinese tells of a session's course from a word of it up to its close, and an amount stands between (盘中一度跌破5%，重挫5.52%至177.40美元，收盘仍跌4.47%)."""
    closes = [t for t in scene.all("sense", "close") if t.start >= amount.end and not _quotes(scene, t)]
    over = wording("sessions.a_close").search(scene.view, word.end, max(word.end, amount.start)) is not None
    return (
        scene.language == "zh"
        and word.sense in {"traded", "at_one_point"}
        and word.end <= amount.start
        and bool(closes)
        and not over
        and not any(word.end <= d.start < amount.start for d in scene.dates())
    )


def _of_news(scene: Scene, word: Token) -> bool:
    """Whether a time before the market's hours is when something was told, and not when a price moved ("rose 5% after it reported before the bell")."""
    if not wording("sessions.bell").search(scene.view, word.start, word.end):
        return False
    before = [t for t in scene.tokens if t.end <= word.start and scene.together(t, word)]
    told = max((t.start for t in before if t.sense in {"announce", "results", "say"}), default=-1)
    return told > max((t.start for t in before if t.sense in {"rise", "fall"}), default=-1)


def is_under_way(view: str) -> bool:
    """Whether a story tells of a session that goes on ("at last check", "by midday", 截至发稿) and of none that closed, and so was written within it."""
    return wording("sessions.under_way").search(view) is not None and wording("sessions.a_close").search(view) is None


def reached(scene: Scene, amount: Token) -> str:
    """Whether a level is the highest or the lowest that was reached ("climbed as high as $480"): `high`, `low`, or neither."""
    m = wording("sessions.reached").match(scene.view, amount.hedge_start, amount.end)
    if m is not None:
        return m.lastgroup or ""
    stretch = (scene.view, max(scene.start, amount.hedge_start - 24), amount.hedge_start)
    if wording("sessions.high_of").search(*stretch):
        return "high"
    return "low" if wording("sessions.low_of").search(*stretch) else ""


def _is_level(amount: Token) -> bool:
    """Whether an amount is a price or an index's points."""
    return is_money(amount.figure.unit) or amount.figure.text.endswith(("点", "points"))


def _is_one_telling(a: Token, b: Token) -> bool:
    """Whether two amounts say where a price stood and by how much it had moved ("opened 15% higher at $460", 半日收报3012.90点，跌0.99%)."""
    return "%" in {a.figure.unit, b.figure.unit} and (_is_level(a) or _is_level(b))


def session_of_word(scene: Scene, verb: Token) -> bool:
    """Whether the clause of a move without a number is of some time of the day other than its close."""
    return any(scene.together(t, verb) for t in scene.all("sense", *SESSIONS))


def of_the_close(scene: Scene, top: Token) -> dict[str, str]:
    """What a measure of a price's rank is asked where the words say that closing prices are ranked ("its highest close since July", 收盘新高)."""
    closes = wording("sessions.close").search(scene.view, top.start, min(scene.end, top.end + CLOSE_BY))
    return {} if closes is None else {"field": "close"}


def opened_at(scene: Scene, amount: Token, *, cap: bool) -> tuple[Token, Token] | None:
    """A price that a session opened at, with the word of the opening right behind it (以459.6美元开盘, "at $459.60 at the open")."""
    at = wording("tape_levels.at").search(scene.view, max(scene.start, amount.hedge_start - 3), amount.hedge_start)
    opens = (t for t in scene.all("sense", "opening") if 0 <= t.start - amount.end <= 1)
    word = next(opens, None) if at is not None and not cap else None
    return None if word is None else (amount, word)


def closed_at(scene: Scene, opener: Token | None) -> bool:
    """Whether the word before a price says that a session closed at it ("closed at $217.50", 收于), and not only that it was paid."""
    words = "" if opener is None or opener.sense != "close" else scene.view[opener.start : opener.end]
    return wording("sessions.ends").search(words) is not None


CLOSE_BY = 9
"""So many characters behind a word of rank hold what it ranks."""
CHINESE = (".HK", ".SS", ".SZ", ".SH")
"""What the tickers of companies end in whose own listing is Chinese."""


def of_another_listing(scene: Scene, token: Token, *, behind: bool = False) -> bool:
    """Whether a price is that of a further listing that the sentence has named (H股低开超2%): the record holds one listing of a company.

    Args:
        scene: the sentence.
        token: the price's amount, or the word of what happened.
        behind: whether a listing named behind the token counts as well.
    """
    if scene.company(token).endswith(CHINESE):
        return False
    end = scene.end if behind else token.start
    return wording("sessions.other_listing").search(scene.view, scene.start, end) is not None


_OTHER_TIMES = {
    "at_one_point": frozenset({"close"}),
    "traded": frozenset({"close", "intraday", "at_one_point"}),
    "intraday": frozenset({"close"}),
    "opening": frozenset({"close", "extended_hours", "intraday", "traded"}),
    "extended_hours": frozenset({"announce", "results", "say", "close"}),
}
"""What stands between a word of the day's time and a price that is not of that time."""


def _quotes(scene: Scene, word: Token) -> bool:
    """Whether a word of a closing price only says what the price was, at whatever time (报, "trading at")."""
    return word.sense == "close" and wording("sessions.ends").search(scene.view, word.start, word.end) is None


def _opens_with(scene: Scene, word: Token) -> bool:
    """Whether a word of the day's time opens a sentence, for all of it ("In after-hours trading, following the report, the price jumped")."""
    apart = scene.view[word.end : word.end + 1] in {"，", ","}  # 美股开盘后，苹果跌3.6%
    return (apart or word.start < scene.clauses[0][1]) and not any(
        (t.sense in {"rise", "fall"} or t.kind == "quantity") and scene.together(t, word) for t in scene.tokens
    )


__all__ = ["SESSIONS", "closed_at", "of_another_listing", "of_the_close", "opened_at", "session_of", "session_of_word"]
