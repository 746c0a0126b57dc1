"""The one octet form of a value: RFC 8785, behind an allow-list."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from adapters.canonical import NotCanonical, canonical

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
KEY = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=8)
SCALAR = TEXT | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans()
VALUE = st.recursive(SCALAR, lambda v: st.lists(v) | st.dictionaries(KEY, v), max_leaves=20)


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    LOW = 1


@dataclass
class Pair:
    left: int = 1


@given(VALUE)
def test_it_is_what_rfc_8785_says(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        1.5,
        float("nan"),
        2**53,
        -(2**53),
        "\x00",
        "\ud800",
        {"ä": 1},
        {"a\x00": 1},
        {1: "a"},
        {"deep": [{"x": None}]},
        (1, 2),
        Colour.RED,
        Level.LOW,
        Pair(),
        UUID(int=1),
        datetime(2026, 3, 5, tzinfo=UTC),
        b"octets",
        {"a"},
        OrderedDict(a=1),
        {"deep": OrderedDict(a=1)},
    ],
    ids=repr,
)
def test_what_the_record_may_not_hold_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(NotCanonical, match=r"\$\.data\.issues\[1\]"):
        canonical({"data": {"issues": ["a", 0.5]}})


def test_text_is_stored_as_given_and_not_normalised() -> None:
    assert canonical("e\u0301") != canonical("\u00e9")
