"""The language in which rows of any view are chosen, and what it refuses."""

from datetime import date
from uuid import UUID

import pytest

from domain.values import IllFormed
from projections._kit import Where
from services.queries.conditions import conditions
from services.queries.listing import COLUMNS

HANDLER = UUID("6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["state=CLOSED"], [Where("state", "in", ["CLOSED"])]),
        (["state:CLOSED", "state=WITHDRAWN"], [Where("state", "in", ["CLOSED", "WITHDRAWN"])]),
        (["outcome=none"], [Where("outcome", "is", None)]),
        (["outcome=none", "outcome=upheld"], [Where("outcome", "in or none", ["upheld"])]),
        (["is_open=yes"], [Where("is_open", "is", True)]),
        (["is_open=no", "is_open=yes"], [Where("is_open", "in", [False, True])]),
        (["missed=response"], [Where("missed", "holds any", ["response"])]),
        (["missed=none"], [Where("missed", "holds any or nothing", [])]),
        (["split_into=" + str(HANDLER)], [Where("split_into", "holds any", [str(HANDLER)])]),
        (["handler=" + str(HANDLER)], [Where("handler", "in", [HANDLER])]),
        (["received_on>=2026-01-01"], [Where("received_on", ">=", date(2026, 1, 1))]),
        (["relaxations>0"], [Where("relaxations", ">", 0)]),
    ],
)
def test_a_condition_means(words: list[str], expected: list[Where]) -> None:
    assert list(conditions(words, COLUMNS)) == expected


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        ("state", "no condition"),
        ("colour=red", "no such column"),
        ("commitments=1", "no such column"),
        ("is_open=perhaps", "no is_open"),
        ("is_open>=true", "is_open has no order"),
        ("missed>response", "missed has no order"),
        ("received_on>=spring", "no received_on"),
        ("received_on>=none", "received_on has no order"),
        ("handler=me", "no handler"),
        ("relaxations=often", "no relaxations"),
        ("relaxations=+1", "no relaxations"),
        ("relaxations=01", "no relaxations"),
        ("state=closed", "no state"),
        ("is_open=none", "is_open is never empty"),
        ("state=", "no state"),
        ("state=\x00", "no condition"),
    ],
)
def test_an_ill_formed_condition_is_refused(word: str, rule: str) -> None:
    with pytest.raises(IllFormed, match=rule):
        conditions([word], COLUMNS)
