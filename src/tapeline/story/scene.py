"""A sentence laid out for the frames: its mentions and lexicon words as tokens in order, and what the discourse hands on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tapeline.story.lazily import Lazily
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.numbers.units import is_money

if TYPE_CHECKING:
    from collections.abc import Iterable, KeysView, Sequence
    from datetime import date

    from tapeline.claim import Period
    from tapeline.story.tables import Head
    from tapeline.story.tokens import Token, TokenKind


class Discourse(NamedTuple):
    """What one sentence hands to the next.

    Attributes:
        company: the entity that an unnamed subject means.
        person: the person that "he", "she" or an unnamed subject means; empty where none was named.
        metric: the figure last spoken of.
        session: candidates for the day of the last dated move, most likely first.
        dateline: the last day named outright.
        eras: the months, quarters and years that the paragraph has named, the last first.
        its_index: the index that the sentence before spoke of alone.
        gauge: the index that the story named last, which "the benchmark" means.
        segment: the segment that the sentence before spoke of, where this one names nobody.
        by_name: whether that is one that the record knows by name.
        part: the segment of that kind that the story named last, in whatever paragraph.
        dividend: whether the sentence before spoke of a dividend (2), or an earlier one of its paragraph (1).
        table: what the head of the table says that the sentence is a row of.
        of_an_era: whether one of them was named after the last day.
        latter: the company named last, whom "the latter" means.
        prices: the prices that the sentence before told, with the times that it told them of.
        stretch: the longer time that the moves of the sentence before were of, or of an earlier one of the paragraph.
        figure: the reported figure that the sentence before told, and its period; empty where it told none.
    """

    company: str
    person: str = ""
    metric: str = ""
    session: tuple[Period, ...] = ()
    dateline: Period | None = None
    latter: str = ""
    eras: tuple[Period, ...] = ()
    of_an_era: bool = False
    its_index: str = ""
    gauge: str = ""
    segment: str = ""
    by_name: bool = False
    part: str = ""
    table: Head | None = None
    dividend: int = 0
    figure: tuple[str, Period | None] = ("", None)
    stretch: tuple[Period, ...] = ()
    prices: tuple[tuple[float, Period | None], ...] = ()

    def told(self) -> tuple[Period, ...]:
        """What a move without a date may be of, likeliest first."""
        days = self.session
        if self.eras and self.dateline and self.dateline not in days:
            days = (*days, self.dateline)
        return (*self.eras, *days) if self.of_an_era else (*days, *self.eras)


SET_BESIDE = 28
"""What a name behind a number is set beside is told within so many characters before it."""


@dataclass(eq=False)
class Scene:
    """One sentence: the view, its bounds, its tokens in order, the discourse before it, the publication day; not to be changed.

    Attributes:
        senses: every sense that the sentence has a word of.
    """

    view: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    discourse: Discourse
    published: date
    language: str
    heading: bool
    clauses: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """What frames ask of the tokens thousands of times is laid out once."""
        of_kind: dict[str, list[Token]] = {}
        asked: dict[tuple[str, tuple[str, ...]], list[Token]] = {}
        for t in self.tokens:
            of_kind.setdefault(t.kind, []).append(t)
            asked.setdefault((t.kind, (t.sense,)), []).append(t)
        self.senses = frozenset([sense for _, (sense,) in asked])
        for kind, tokens in of_kind.items():
            asked[kind, ()] = tokens
        self._starts = [a for a, _ in self.clauses]
        self._of_kind, self._asked = of_kind, asked

    def clause(self, token: Token) -> tuple[int, int]:
        """The bounds of the clause that a token stands in."""
        i = bisect_right(self._starts, token.start) - 1
        return self.clauses[i] if i >= 0 and token.start < self.clauses[i][1] else (self.start, self.end)

    def clause_before(self, left: int) -> int | None:
        """Where the clause begins that ends at a place, or `None`."""
        return next((a for a, b in self.clauses if b == left), None)

    def together(self, a: Token, b: Token) -> bool:
        """Whether two tokens stand in one clause."""
        return bisect_right(self._starts, a.start) == bisect_right(self._starts, b.start)

    @property
    def kinds(self) -> KeysView[str]:
        """Every kind of token that the sentence has."""
        return self._of_kind.keys()

    @property
    def is_figured(self) -> bool:
        """Whether the sentence has a quantity or a date."""
        return "quantity" in self._of_kind or "date" in self._of_kind

    @Lazily
    def marks(self) -> frozenset[str]:
        """The kinds and the senses of its tokens, and `money` where there is an amount of any currency."""
        money = any(is_money(t.sense) for t in self._of_kind.get("quantity", ()))
        return self.senses.union(self._of_kind, ("money",) if money else ())

    def all(self, kind: TokenKind, *senses: str) -> Sequence[Token]:
        """The tokens of a kind (and of one of the senses, where given), in order; not to be changed."""
        found = self._asked.get((kind, senses))
        if found is None:
            of_kind = self._of_kind.get(kind) if len(senses) > 1 else None
            found = self._asked[kind, senses] = [t for t in of_kind if t.sense in senses] if of_kind else []
        return found

    def quantities(self, *units: str) -> list[Token]:
        """The quantities in one of the units, in order; `money` stands for any currency."""
        money = "money" in units
        return [t for t in self._of_kind.get("quantity", ()) if t.sense in units or (money and is_money(t.sense))]

    def nearest(self, to: Token, tokens: Iterable[Token], *, side: str = "any", clause: bool = False) -> Token | None:
        """The token nearest to another: on one side of it (`before`, `after`) or any, in its clause only where asked."""
        best: Token | None = None
        least = (0, 0)
        here = bisect_right(self._starts, to.start) if clause else 0
        for t in tokens:
            if t is to or (side == "before" and t.start >= to.start) or (side == "after" and t.start < to.start):
                continue
            if clause and bisect_right(self._starts, t.start) != here:
                continue
            gap = (max(t.start - to.end, to.start - t.end, 0), t.start)
            if best is None or gap < least:
                best, least = t, gap
        return best

    def before_then_after(self, to: Token, tokens: Iterable[Token], *, clause: bool = False) -> Token | None:
        """The nearest token before another, else the nearest after it."""
        pool = list(tokens)
        found = self.nearest(to, pool, side="before", clause=clause)
        return found or self.nearest(to, pool, side="after", clause=clause)

    def company(self, token: Token) -> str:
        """The company that a token speaks of: named in its clause, else earlier in the sentence, else handed on."""
        if self.stands_for_index(token):
            before_it = [t.name for t in self.all("name", "company") if t.name and t.end <= token.start]
            handed_on = self.discourse.its_index or self.discourse.gauge
            return next((n.key for n in reversed(before_it) if n.of == "index"), handed_on)
        latter = [t for t in self.all("who", "latter") if t.end <= token.start]
        if latter:
            return self._latter(latter[-1], token)
        names = [t for t in self.tokens if t.name and t.name.kind in {"company", "segment", "product"}]
        own = [
            t for t in names if t.name and t.name.kind == "company" and not self.is_source(t) and not self._is_a_set(t)
            and not self.sets_the_scene(t, token)
        ]  # fmt: skip
        if self.of_a_share(token):
            own = [t for t in own if not t.is_index or self.together(t, token)]
        before = self.nearest(token, self._subjects(own, token), side="before", clause=True) or self.resumed(own, token)
        if before is None and self.stands_in(token):
            told = [t for t in own if t.end <= token.start and not self.acts_on(t)]
            named = {t.name.key for t in told if t.name and t.name.of != "index"}
            first = next(
                (t for t in own if t.start - self.start <= 1),
                None,
            )
            if len(named) == 1 and (self._is_it(token) or first is not None):
                return next(iter(named))  # "AMD was the exception: it rose 4.4%", Alphabet将派息，为公司首次
            return (
                self.discourse.its_index if self.discourse.its_index and self._is_it(token) else self.discourse.company
            )
        if before is None and self._is_owned(token):
            return self.discourse.company  # "its gain beat the record that Amazon set"
        found = (
            before
            or self.nearest(
                token,
                [t for t in own if not self.is_set_beside(token, t)],
                side="after",
                clause=True,
            )
            or self._of_participle(own, token)
            or self.nearest(token, [t for t in own if not self.is_oblique(t)], side="before")
            or self.nearest(token, [t for t in names if t.name and t.name.of and not t.is_index], clause=True)
        )
        if found is None or found.name is None:
            return self.discourse.company
        return found.name.key if found.name.kind == "company" else found.name.of

    def of_a_share(self, token: Token) -> bool:
        """Whether a Chinese clause without a name says before a word that it is of a share (标普500指数重挫2.6%，该股更跌3.5%)."""
        priced = any(t.end <= token.start and self.together(t, token) for t in self.all("metric", "price"))
        return (
            self.language == "zh" and priced and not any(self.together(t, token) for t in self.all("name", "company"))
        )

    def _of_participle(self, names: list[Token], token: Token) -> Token | None:
        """The subject of a participle that opens the clause of a word: the first name of the clause before ("Microsoft overtook Apple on Friday, ending the day worth …")."""
        left = self.clause(token)[0]
        before = self.clause_before(left)
        if before is None or not wording("scene.participle").match(self.view, left):
            return None
        return next((t for t in names if before <= t.start < left and not self.is_oblique(t)), None)

    def is_oblique(self, name: Token) -> bool:
        """Whether a preposition makes a name no subject ("dragged lower by IBM", "bought from Nokia", "caught in Meta's undertow")."""
        before = (self.view, max(self.start, name.start - 32), name.start)
        if self.language == "en" and any(0 <= t.start - name.end <= 1 for t in self.all("sense", "rise", "fall")):
            return False  # "with Tesla up 9.1% and Alphabet 7.5%"
        if wording("scene.followed_by").search(*before) and wording("scene.with_its").match(self.view, name.end):
            return False  # "followed by Meta with a gain of 194%"
        owns = wording("scene.within").search(*before) and wording("scene.owner").match(self.view, name.end)
        return bool(owns) or wording("scene.oblique").search(*before) is not None

    def acts_on(self, name: Token) -> bool:
        """Whether a name is what something befell another by (受Meta拖累，它刚跌了7.8%): "it" is the other."""
        return wording("scene.acts_on").search(self.view, max(self.start, name.start - 2), name.start) is not None

    def _subjects(self, names: list[Token], token: Token) -> list[Token]:
        """The names that can be the subject of a word: those behind a preposition only where there is no other before it."""
        before = [t for t in names if t.end <= token.start]
        return [t for t in before if not self.is_oblique(t)] or [t for t in before if not self.acts_on(t)]

    def resumed(self, names: list[Token], token: Token) -> Token | None:
        """The name that a clause goes on about: right before the brackets that it stands in, behind an aside ("Nvidia, whose chips fill Oracle's halls, gained 3.8%"), or before "which"."""
        left = self.clause(token)[0]
        span = self.brackets(token)
        bracketed = next((t for t in reversed(names) if span is not None and 0 <= span[0] - t.end <= 1), None)
        if bracketed is not None:
            return bracketed  # "Meta, up 20.3%, left Apple (down 3.4%) far behind"
        if wording("scene.which").match(self.view, left):
            return next((t for t in reversed(names) if 0 <= left - t.end <= 2), None)
        if left == self.start or not self.opens_clause(token):
            return None
        aside = self.aside_before(left)
        if aside is not None:
            return next((t for t in reversed(names) if 0 <= aside - t.end <= 2), None)
        begun = [t for t in names if t.end < left and self.view.startswith(",", t.end) and not self.is_oblique(t)]
        moves = self.all("sense", "rise", "fall")
        others = [t for t in names if begun and begun[-1].end < t.start < left]
        if any(t.end <= v.start < left for t in others for v in moves):
            return None  # "The S&P 500, however, was down, while the Nasdaq was down 46 points, at 10,917"
        return begun[-1] if begun else None

    def in_an_aside(self, token: Token, verb: Token) -> bool:
        """Whether a word stands in a clause with "which" that is over before a verb ("Nvidia, which has a market value of $3 trillion, shed 2.25%")."""
        left, right = self.clause(token)
        return self.start < left and right <= verb.start and wording("scene.which").match(self.view, left) is not None

    def opens_clause(self, token: Token) -> bool:
        """Whether a word begins its clause, but for a form of "be"."""
        return wording("scene.being").fullmatch(self.view, self.clause(token)[0], token.start) is not None

    def aside_before(self, left: int) -> int | None:
        """Where the clause before one begins, which says more of what stands in front of it ("Nvidia, whose chips …, gained 3.8%"); `None` where it is no such."""
        before = self.clause_before(left)
        return before if before is not None and wording("scene.which").match(self.view, before) else None

    def is_source(self, name: Token) -> bool:
        """Whether a company only gathers or gives others' estimates ("analysts polled by LSEG", 高盛把目标价…)."""
        before = wording("scene.source").search(self.view, max(self.start, name.start - 24), name.start) is not None
        before = before and wording("scene.with_its").match(self.view, name.end) is None  # "followed by Meta with 194%"
        return before or wording("scene.rates").match(self.view, name.end, self.end) is not None

    def _is_owned(self, token: Token) -> bool:
        """Whether "its" opens a sentence and the clause of a word, and so says whose it is."""
        opening = next((t for t in self.all("who", "company") if t.start - self.start <= 1), None)
        return opening is not None and opening.end <= token.start and self.together(opening, token)

    def sets_the_scene(self, name: Token, token: Token) -> bool:
        """Whether a clause before a word only says what an index did meanwhile (在标普500下跌19.4%时逆势涨32%, "While the S&P 500 dipped, …")."""
        if not name.is_index or name.end > token.start:
            return False
        if self.language == "zh":
            return wording("scene.meanwhile").match(self.view, name.end, token.start) is not None
        start, end = self.clause(name)
        moved = any(name.end <= t.start < end for t in self.all("sense", "rise", "fall"))
        opened = wording("scene.opens_meanwhile").match(self.view, start)
        return opened is not None and moved and not self.together(name, token)

    def _is_a_set(self, name: Token) -> bool:
        """Whether an index is only what something is the best or the worst of ("the worst performer in the S&P 500", 在标普500成分股中)."""
        if not name.is_index:
            return False
        before = wording("scene.out_of").search(self.view, max(self.start, name.start - 32), name.start)
        return before is not None or wording("scene.among").match(self.view, name.end, self.end) is not None

    def is_set_beside(self, token: Token, name: Token) -> bool:
        """Whether a name behind a word is not whose it is, but what something is done to, or is set beside."""
        return self._is_object(token, name) or self._beside_a_share(token, name) or self._has_its_own(name)

    def _is_object(self, token: Token, name: Token) -> bool:
        """Whether it is what is done "to" it, or another figure's own ("36x forward earnings vs 31x for Nvidia")."""
        if wording("scene.to_whom").search(self.view, max(token.end, name.start - SET_BESIDE), name.start):
            return True
        return (token.kind == "quantity" or token.sense == "times_what") and any(
            token.end <= t.start < name.start for t in self._of_kind.get("quantity", ())
        )

    def _beside_a_share(self, token: Token, name: Token) -> bool:
        """Whether an index, or a company with a verb of its own, behind a word is what a share spoken of before it is set beside ("the stock rose 5.2 percent even as the S&P 500 dropped")."""
        shares = any(t.end <= token.start and self.together(t, token) for t in self.all("metric", "price"))
        moves = any(0 <= v.start - name.end <= 1 for v in self.all("sense", "rise", "fall"))
        return shares and self.language == "en" and (name.is_index or moves)

    def _has_its_own(self, name: Token) -> bool:
        """Whether a name owns the number right behind it ("up 65% and well ahead of the S&P 500's 23%")."""
        return any(self.view[name.end : t.hedge_start] in {"'s ", "’s "} for t in self.all("quantity"))

    def stands_for_index(self, token: Token) -> bool:
        """Whether a word that stands for an index ("the gauge", 该指数) is the subject before a token in its clause."""
        if self._goes_on_of_an_index(token):
            return True
        words = [t for t in self.all("who", "index") if t.end <= token.start]
        names = [t for t in self.tokens if t.name or (t.kind == "who" and not self.is_possessive(t))]
        apart = [
            t for t in words if t.start - self.start <= 1 and not any(t.end <= n.start < token.start for n in names)
        ]
        return bool(apart) or any(self.together(t, token) for t in words)  # "The index, by contrast, is down"

    def _goes_on_of_an_index(self, token: Token) -> bool:
        """Whether what is said goes on about an index: "it" behind a semicolon ("the Dow lost 0.2%; for 2022 it was down 9%"), or a clause of what a move came to (", for a 19.4% decline")."""
        left = self.clause(token)[0]
        before = [
            t for t in self.tokens if t.end <= left and (t.kind == "who" or (t.name and t.name.kind == "company"))
        ]
        if not before or not (before[-1].is_index or before[-1].sense == "index"):
            return False
        it = self.view[:left].endswith(";") and self._is_it(token)
        return it or wording("scene.came_to").match(self.view, left, token.start) is not None

    def _latter(self, word: Token, token: Token) -> str:
        """The company that "the latter" (后者) stands for: the one named last before it; one named behind it in the token's clause goes first."""
        own = [t for t in self.all("name", "company") if t.name and t.name.of != "index"]
        nearer = [t for t in own if word.end <= t.start < token.start and self.together(t, token)]
        before = [t for t in own if t.end <= word.start]
        chosen = nearer[-1:] or before[-1:]
        return chosen[0].name.key if chosen and chosen[0].name else self.discourse.latter or self.discourse.company

    def stands_in(self, token: Token) -> bool:
        """Whether a word that stands for the company of the discourse, and is no possessive, is the subject before a token in its clause."""
        words = [t for t in self.all("who", "company") if t.end <= token.start and self.together(t, token)]
        return any(not self.is_possessive(t) for t in words)

    def is_possessive(self, word: Token) -> bool:
        """Whether a word that stands for somebody says whose something is ("its", 其)."""
        return self.view[word.start : word.end].lower() in wordlist("scene.possessive")

    def _is_it(self, token: Token) -> bool:
        """Whether the subject before a token in its clause is a word for what was named last ("it", 该公司)."""
        words = [t for t in self.all("who", "company") if t.end <= token.start and self.together(t, token)]
        return any(self.view[t.start : t.end].lower() in wordlist("scene.it") for t in words)

    def companies_listed(self, token: Token) -> list[Token]:
        """The company names that share a predicate: those of its clause before it, or the nearest one before."""
        own = [t for t in self.tokens if t.name and t.name.kind == "company" and t.start < token.start]
        return [t for t in own if self.together(t, token)]

    @Lazily
    def people(self) -> tuple[Token, ...]:
        """The tokens that stand for a person: names and pronouns."""
        return tuple(
            t for t in self.tokens if (t.name and t.name.kind == "person") or (t.kind == "who" and t.sense == "person")
        )

    def person(self, token: Token) -> str:
        """The person that a token speaks of.

        The first named before it in its clause (a pronoun is the one handed on), else in the sentence, else named after it in
        its clause, else handed on.
        """
        before = [t for t in self.people if t.start < token.start]
        before = [t for t in before if not self._is_beside(t)] or before
        part = self.view.rfind(";", self.start, token.start)
        before = [t for t in before if t.start > part] or before  # "…; Javier Olivan, her successor, has been with"
        if before and wording("scene.who").match(self.view, self.clause(token)[0]):
            before = before[-1:]  # "handed it to Sundar Pichai, who had joined in 2004"
        own = [t for t in before if self.together(t, token)]
        after = [t for t in self.people if t.name and t.start >= token.start and self.together(t, token)]
        found = next(iter([*own, *before, *after]), None)
        found = self._meant_by(found) if found and not found.name else found
        return found.name.key if found and found.name else self.discourse.person

    def _meant_by(self, pronoun: Token) -> Token | None:
        """Whom a pronoun that opens its clause means: the person named last before it in the sentence ("nobody goes back further than Chris Cox, 40: he joined in 2005")."""
        word = self.view[pronoun.start : pronoun.end].lower()
        before = [
            t for t in self.people if t.end <= pronoun.start and (t.name or self.view[t.start : t.end].lower() == word)
        ]
        return before[-1] if before and before[-1].name and self.opens_clause(pronoun) else pronoun

    def _is_beside(self, person: Token) -> bool:
        """Whether a person is one whom another does something with (先与董事长蔡明介搭档出任共同执行长)."""
        near = max(self.start, person.start - 24)
        left = wording("scene.beside_person", self.language).search(self.view, near, person.start)
        return (
            left is not None
            and wording("scene.beside_it", self.language).match(self.view, person.end, self.end) is not None
        )

    def header(self) -> Token | None:
        """The person whom a heading sets up ("Susan Li, 38, chief financial officer"); `None` where it does not."""
        if not self.heading:
            return None
        people = [t for t in self.tokens if t.name and t.name.kind == "person"]
        posts = [t for t in self.tokens if t.name and t.name.kind == "office"]
        first = self.clauses[0] if self.clauses else (self.start, self.end)
        inside = people and first[0] <= people[0].start < first[1] and first[1] < self.end
        return people[0] if posts and inside else None

    def segment(self, token: Token) -> str:
        """The segment named in the token's clause, as the record calls it; empty where none is."""
        named = [t for t in self.tokens if t.name and t.name.kind == "segment"]
        found = self.nearest(token, named, clause=True) or self.nearest(token, named, side="before")
        return found.name.key if found and found.name else ""

    def in_figured_brackets(self, date: Token) -> bool:
        """Whether a date stands in brackets with a figure of its own ("three years of gains (28.9% in 2019, 16.3% in 2020)"), which the text does not go on about."""
        span = self.brackets(date)
        return span is not None and any(span[0] < t.start < span[1] for t in self._of_kind.get("quantity", ()))

    def brackets(self, token: Token) -> tuple[int, int] | None:
        """Where the brackets open and close that a token stands in; `None` where it stands in none."""
        opened = self.view.rfind("(", self.start, token.start)
        if opened < 0 or opened < self.view.rfind(")", self.start, token.start):
            return None
        shut = self.view.find(")", token.end, self.end)
        return (opened, shut) if shut >= 0 else None

    def dates(self, *roles: str) -> list[Token]:
        """The date tokens, of one of the roles where given."""
        return [t for t in self.all("date", *roles) if t.dated]


__all__ = ["Discourse", "Scene"]
