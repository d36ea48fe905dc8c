"""What is not held against the record though the close does not bear it out: prices within a day that went on, another class of shares, ranks of an untold day."""

import pytest

import tapeline


def verdicts(text: str, company: str, published: str) -> dict[str, str]:
    """The verdict on each measure of a story, the last where several have one."""
    check = tapeline.check(tapeline.read(text, language="en", company=company, published=published))
    return {c.measure: v.verdict for c, v in zip(check.story.claims, check.verdicts, strict=True)}


# Meta closed at $237.76 on 3 February 2022, down 26.39%, and traded between $235.75 and $248.00.
@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("On Thursday Meta shares fell 24% and were headed for their worst day ever.", "unverifiable"),
        (
            "On Thursday Meta shares fell 12% and were headed for their worst day ever.",
            "contradicted",
        ),  # at no time of that day
        ("Meta shares fell 24% on Thursday.", "contradicted"),  # nothing says that the session went on
        ("Down at midday, Meta shares closed 24% lower on Thursday.", "contradicted"),
    ],
)
def test_a_story_written_while_the_session_went_on_need_not_know_its_close(text: str, verdict: str) -> None:
    assert verdicts(text, "META", "2022-02-03")["price.return"] == verdict


def test_shares_traded_so_far_are_no_more_than_those_of_the_day() -> None:
    # 188.12 million by its end
    assert (
        verdicts("By midday on Thursday 165 million Meta shares had changed hands.", "META", "2022-02-03")[
            "price.volume"
        ]
        == "unverifiable"
    )
    assert (
        verdicts("By midday on Thursday 265 million Meta shares had changed hands.", "META", "2022-02-03")[
            "price.volume"
        ]
        == "contradicted"
    )


def test_a_price_of_the_other_class_of_shares_is_not_held_against_the_first() -> None:
    # On 30 December 2022 GOOGL closed at $88.23 and GOOG at $88.73.
    assert verdicts("Alphabet closed at $88.73 on Friday.", "GOOGL", "2022-12-30")["price.level"] == "unverifiable"
    assert verdicts("Alphabet closed at $98.73 on Friday.", "GOOGL", "2022-12-30")["price.level"] == "contradicted"
    # A company with one class has no other.
    assert verdicts("Apple closed at $130.53 on Friday.", "AAPL", "2022-12-30")["price.level"] != "unverifiable"


def test_a_rank_without_a_day_is_withheld_where_no_day_near_publication_could_be_it() -> None:
    text = "The stock once had the biggest one-day drop in its history."
    assert verdicts(text, "META", "2024-03-15")["price.return_rank"] != "contradicted"
    told = "On Friday the stock had the biggest one-day drop in its history."
    assert verdicts(told, "META", "2024-03-15")["price.return_rank"] == "contradicted"


def test_a_move_between_two_prices_is_counted_from_the_one_to_the_other() -> None:
    true, false = (f"The shares fell from $336.35 to $120.34, a drop of {n} per cent." for n in (64, 46))
    assert verdicts(true, "META", "2022-12-30")["price.return"] == "supported"
    assert verdicts(false, "META", "2022-12-30")["price.return"] == "contradicted"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The Dow fell 518 points on Thursday. The shares dropped 18% on Thursday.", "unverifiable"),
        ("The Dow fell 518 points on Thursday. Meta dropped 18% on Thursday.", "contradicted"),  # it says whose
        (
            "The Dow fell 518 points on Thursday.\nThe shares dropped 18% on Thursday.",
            "contradicted",
        ),  # a new paragraph
        ("Amazon fell 7.8% on Thursday. The shares of Meta dropped 18% on Thursday.", "contradicted"),
    ],
)
def test_a_number_that_may_be_that_of_an_index_which_the_record_lacks_is_not_held_against_the_company(
    text: str, verdict: str
) -> None:
    # Meta lost 26.39% on 3 February 2022; the sample record holds no prices of the Dow.
    check = tapeline.check(tapeline.read(text, language="en", company="META", published="2022-02-04"))
    told = {c.asserted.text: v for c, v in zip(check.story.claims, check.verdicts, strict=True) if c.asserted}
    assert told["18%"].verdict == verdict
    assert verdict == "contradicted" or "DJI" in told["18%"].missing


@pytest.mark.parametrize(
    ("text", "company", "published", "verdict"),
    [
        ("The S&P 500 was down 1.8% on Friday afternoon.", "GSPC", "2022-05-20", "unverifiable"),
        ("The S&P 500 closed down 1.8% on Friday.", "GSPC", "2022-05-20", "contradicted"),
        ("Eli Lilly rose 16.5% on Tuesday, changing hands at about $515.", "LLY", "2023-08-08", "unverifiable"),
        ("Eli Lilly closed 16.5% higher on Tuesday.", "LLY", "2023-08-08", "contradicted"),
    ],
)
def test_what_a_session_under_way_may_have_seen_is_not_held_against_its_close(
    text: str, company: str, published: str, verdict: str
) -> None:
    check = tapeline.check(tapeline.read(text, language="en", company=company, published=published))
    assert check.verdicts[0].verdict == verdict


@pytest.mark.parametrize(("mark", "verdict"), [("190.73", "supported"), ("205.73", "contradicted")])
def test_a_mark_told_to_the_cent_was_passed_or_not(mark: str, verdict: str) -> None:
    text = f"Apple's shares closed above ${mark} on Friday."
    story = tapeline.read(text, language="en", company="AAPL", published="2023-07-01")
    found = {c.measure: v.verdict for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True)}
    assert found["price.level"] == verdict


def test_a_change_beside_a_year_before_that_the_record_lacks_is_not_held_against_the_quarter_before() -> None:
    text = "Reality Labs' revenue nearly halved, to $285 million."
    story = tapeline.read(text, language="en", company="META", published="2022-10-27")
    found = {c.measure: v.verdict for c, v in zip(story.claims, tapeline.check(story).verdicts, strict=True)}
    assert found == {"fact.ratio": "unverifiable", "fact.value": "supported"}
