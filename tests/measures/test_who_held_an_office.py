"""Who else held an office, which shows that somebody did not; and where the record cannot tell."""

import pytest

from tapeline.errors import UnmeasurableError


def test_an_office_that_another_held_refutes_that_somebody_had_it(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("person.role", person="Andrew Bosworth", role="Chief product officer", on="2024-11-01")
    assert m.refutes
    assert m.formula == "Chris Cox held the office of Chief product officer on 2024-11-01"


def test_one_who_has_the_office_later_is_not_refuted(measured) -> None:  # type: ignore[no-untyped-def]
    assert not measured("person.role", person="Susan Li", role="Chief financial officer", on="2021-11-01").refutes


def test_who_took_an_office_soon_after_refutes_that_another_was_to(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("person.appointed", person="Javier Olivan", role="Chief financial officer", known="2022-10-27")
    assert m.refutes
    assert m.formula == "Susan Li became Chief financial officer on 2022-11-01"


def test_who_kept_an_office_refutes_that_another_took_it(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("person.appointed", person="Javier Olivan", role="Chief financial officer", known="2024-06-01")
    assert m.refutes
    assert m.formula.startswith("Susan Li held the office of Chief financial officer on 2024-")


def test_where_nobody_is_known_to_have_taken_it_nothing_is_refuted(measured) -> None:  # type: ignore[no-untyped-def]
    """The record knows nobody who followed Susan Li; somebody else of the company may, once its accounts end."""
    with pytest.raises(UnmeasurableError, match="Javier Olivan was Chief financial officer"):
        measured("person.appointed", person="Javier Olivan", role="Chief financial officer", known="2030-01-01")


def test_a_holder_without_an_end_is_one_up_to_the_newest_accounts(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError):
        measured(
            "person.role", person="Javier Olivan", role="Chief financial officer", on="2030-01-01", known="2030-01-01"
        )


def test_a_person_whom_the_record_does_not_know_is_not_refuted(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasurableError):
        measured("person.role", person="Jane Roe", role="Chief financial officer", on="2024-02-01")


def test_whom_somebody_followed_refutes_another(measured) -> None:  # type: ignore[no-untyped-def]
    m = measured("person.succeeded", person="Susan Li", predecessor="Sheryl Sandberg")
    assert m.refutes
    assert m.formula == "Susan Li followed Dave Wehner as Chief financial officer"
    m = measured("person.succeeded", person="Chris Cox", predecessor="Sheryl Sandberg")
    assert m.formula == "Javier Olivan followed Sheryl Sandberg as Chief operating officer"


def test_a_birth_is_an_interval_where_the_day_is_not_known(measured) -> None:  # type: ignore[no-untyped-def]
    assert measured("person.born", person="Mark Zuckerberg").shown() == "1984-05-14"
    assert measured("person.born", person="Susan Li").low < measured("person.born", person="Susan Li").high
