"""What a person writes can be seen; what was stored before that was asked opens for ever."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.complaint.events import ComplaintReceived, DocumentAttached, NoteAdded
from domain.complaint.receipt.receiving import Receive
from domain.registry import COMMANDS
from domain.values import Title, VisibleText, is_visible
from tests.support.golden import example

BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0")
NOTHING = [" ", "\t\n", "\u00a0", "\u200b", "\ufeff", "\u2800", "\u3164", "\u115f\u1160", "\uffa0"]
SOMETHING = ["x", "0", "👍", "👨\u200d👩\u200d👧", "می\u200cخواهم", "क्\u200dष", "é", "\u200fשלום"]
GIVEN: TypeAdapter[str] = TypeAdapter(VisibleText)


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_of_nothing_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(ValidationError, match="no visible sign: write what is meant"):
        Receive(narrative=text)


@pytest.mark.parametrize("text", SOMETHING)
def test_every_script_is_seen(text: str) -> None:
    assert Receive(narrative=f" {text} ").narrative == f" {text} "


@given(st.text(min_size=1, max_size=20))
def test_any_text_is_kept_sign_for_sign_or_refused(text: str) -> None:
    try:
        kept = GIVEN.validate_json(GIVEN.dump_json(GIVEN.validate_python(text)))
    except ValidationError:
        assert not any(_may_be_seen(sign) for sign in text)
    else:
        assert kept == text


@given(st.characters(categories=["Z", "Cc", "Cf"]) | st.sampled_from(sorted(BLANK)))
def test_no_space_control_or_sign_of_format_is_seen(sign: str) -> None:
    assert not is_visible(sign)


@given(st.characters(categories=["L", "N", "P", "S", "Mc", "Co"]))
def test_every_letter_number_and_mark_is_seen(sign: str) -> None:
    assert is_visible(sign) or sign in BLANK


def test_every_text_of_every_command_says_so_in_its_schema() -> None:
    found = [
        (kind.name, place)
        for kind in COMMANDS.values()
        for place, schema in _texts(kind.model.model_json_schema())
        if "pattern" not in schema
    ]
    assert not found


@pytest.mark.parametrize("field", ["name", "organisation", "email", "phone", "address", "region"])
@pytest.mark.parametrize("text", NOTHING)
def test_a_contact_of_nothing_is_refused_by_the_name_of_its_field(field: str, text: str) -> None:
    with pytest.raises(ValidationError, match=f"{field} holds no visible sign"):
        Receive.model_validate({"narrative": "x", "complainant": {field: text}})


def test_a_title_has_at_most_two_hundred_signs() -> None:
    title: TypeAdapter[str] = TypeAdapter(Title)
    assert title.validate_python("界" * 200) == "界" * 200
    for unfit in ("x" * 201, " ", "one\ntwo", "one\n", "one\u2028two"):
        with pytest.raises(ValidationError):
            title.validate_python(unfit)


def test_stored_texts_of_nothing_and_long_titles_are_read_for_ever() -> None:
    assert NoteAdded(visibility_code="internal", note=" ").note == " "
    received = example(ComplaintReceived).model_dump(mode="json") | {"narrative": "\u200b"}
    received["complainant"] = {"name": " "}
    assert ComplaintReceived.model_validate(received).narrative == "\u200b"
    attached = example(DocumentAttached).model_dump(mode="json") | {"title": "x" * 20_000}
    assert len(DocumentAttached.model_validate(attached).title or "") == 20_000


def _may_be_seen(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign not in BLANK and category[0] in "LNPS"


def _texts(schema: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every text in a schema that has no form of its own, with the model that holds it."""
    if schema.get("type") == "string" and schema.get("maxLength", 0) >= 200:
        yield place, schema
    for name, part in schema.items():
        if isinstance(part, dict):
            yield from _texts(part, name if place == "$defs" else place or name)
        elif isinstance(part, list):
            for one in part:
                if isinstance(one, dict):
                    yield from _texts(one, place)
