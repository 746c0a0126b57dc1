"""Bodies that two parsers could read differently, or that the record cannot hold."""

import json

import pytest

from services.api.problems import Problem
from services.api.strict_json import DEEPEST, MOST_ITEMS, read_object

KNOWN = frozenset({"narrative", "issues", "category_code", "money"})
CANARY = "Aurelia Featherstonehaugh"


def refused(octets: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        read_object(octets, KNOWN)
    return caught.value


NOT_JSON = {
    "empty": b"",
    "white space": b"  ",
    "half an object": b'{"narrative": ',
    "two objects": b"{} {}",
    "trailing comma": b'{"narrative": "x",}',
    "comment": b"/* */ {}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "utf-16": '{"narrative": "x"}'.encode("utf-16"),
    "invalid utf-8": b'{"narrative": "\xff"}',
    "overlong utf-8": b'{"narrative": "\xc0\x80"}',
    "cesu surrogate": b'{"narrative": "\xed\xa0\x80"}',
    "bare control character": b'{"narrative": "\x01"}',
    "single quotes": b"{'narrative': 'x'}",
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "NaN": b'{"money": NaN}',
    "Infinity": b'{"money": [-Infinity]}',
    "depth 100,000": b'{"issues":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "unclosed depth": b'{"issues":' + b"[" * 100_000,
}


@pytest.mark.parametrize("octets", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_no_json_object_is_a_400(octets: bytes) -> None:
    problem = refused(octets)
    assert (problem.kind.status, problem.kind.name) == (400, "not-strict-json")


UNFIT = {
    "1e400": (b'{"money": 1e400}', "/money", "unfit_number"),
    "a fraction": (b'{"money": 0.1}', "/money", "unfit_number"),
    "2^53": (b'{"money": 9007199254740992}', "/money", "unfit_number"),
    "-2^53": (b'{"money": -9007199254740992}', "/money", "unfit_number"),
    "5,000 digits": (b'{"money": ' + b"9" * 5_000 + b"}", "/money", "unfit_number"),
    "U+0000": (
        b'{"issues": [{"category_code": "a\\u0000"}]}',
        "/issues/0/category_code",
        "unfit_text",
    ),
    "lone surrogate": (b'{"narrative": "\\ud800"}', "/narrative", "unfit_text"),
    "surrogate in a name": (b'{"\\ud800": 1}', "", "unfit_text"),
    "too many": (b'{"issues": [' + b"1," * MOST_ITEMS + b"1]}", "/issues", "too_many"),
}


@pytest.mark.parametrize(("octets", "place", "rule"), UNFIT.values(), ids=UNFIT)
def test_values_that_the_record_cannot_hold_are_named_by_their_place(
    octets: bytes, place: str, rule: str
) -> None:
    problem = refused(octets)
    assert problem.kind.status == 422
    assert [(fault.pointer, fault.rule) for fault in problem.errors] == [(place, rule)]


def test_a_name_that_comes_twice_is_refused_at_any_depth() -> None:
    problem = refused(b'{"issues": [{"category_code": "a", "category_code": "b"}]}')
    assert problem.kind.status == 400
    assert problem.errors[0].pointer == "/issues/0/category_code"


def test_the_deepest_nesting_allowed_is_read_and_one_more_is_not() -> None:
    def nested(depth: int) -> bytes:
        return b'{"issues":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"

    assert "issues" in read_object(nested(DEEPEST), KNOWN)
    assert refused(nested(DEEPEST + 1)).errors[0].rule == "too_deep"


def test_no_problem_repeats_a_name_or_value_that_the_sender_made_up() -> None:
    body = json.dumps({CANARY: {"narrative": [CANARY, 0.5]}}).encode()
    problem = refused(body)
    assert CANARY not in json.dumps(problem.members())
    assert problem.errors[0].pointer == ""


def test_texts_of_any_script_are_read_as_they_are() -> None:
    text = "שלום \u200b\u202e 👩‍👩‍👧 e\u0301"
    assert read_object(json.dumps({"narrative": text}).encode(), KNOWN) == {"narrative": text}
