"""Values by which figures choose: read back as they are printed, and never silently none."""

import pytest

from domain.values import IllFormed
from projections.trends import Attribute
from services.queries.trend_values import Value, choices, printed, unmatched, value_of

KNOWN: dict[Attribute, set[Value]] = {
    "product_code": {"credit_card", "mortgage", None},
    "ended_as": {"CLOSED"},
}


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("product_code", "credit_card"), ("product_code", None), ("ended_as", "OUT_OF_SCOPE")]
    + [("is_timely", value) for value in (True, False, None)],
)
def test_what_is_printed_is_read_back(attribute: Attribute, value: Value) -> None:
    assert value_of(attribute, printed(value)) == value


@pytest.mark.parametrize(("word", "value"), [("true", True), ("false", False), ("none", None)])
def test_a_truth_is_also_read_as_programs_write_it(word: str, value: Value) -> None:
    assert value_of("is_timely", word) is value


@pytest.mark.parametrize("word", ["", " ", "\u00a0"])
def test_no_value_at_all_is_refused(word: str) -> None:
    with pytest.raises(IllFormed, match="none for what is not available"):
        value_of("product_code", word)


def test_no_value_replaces_another_of_its_attribute() -> None:
    pairs: list[tuple[Attribute, Value]] = [
        ("product_code", "credit_card"),
        ("is_timely", False),
        ("product_code", None),
        ("product_code", "credit_card"),
    ]
    assert choices(pairs) == {"product_code": ("credit_card", None), "is_timely": (False,)}


def test_a_value_that_nothing_has_is_told_with_its_like() -> None:
    only = choices([("product_code", "morgage"), ("product_code", None), ("ended_as", "closed")])
    assert [(one.value, one.near) for one in unmatched(only, KNOWN)] == [
        ("morgage", ("mortgage",)),
        ("closed", ("CLOSED",)),
    ]


def test_a_value_that_something_has_is_not_told() -> None:
    assert not unmatched(choices([("product_code", "mortgage"), ("is_timely", True)]), KNOWN)
