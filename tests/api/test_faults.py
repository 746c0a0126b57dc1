"""Faults of form say the place and the rule, and repeat nothing of the input."""

import json
from typing import Annotated
from uuid import UUID

import pytest
from pydantic import Field, ValidationError

from domain.decision_context import Command
from domain.values import Code, Instant, Money, Text, When
from services.api.description import field_names
from services.api.field_errors import faults_of, parameter_faults
from services.api.parameters import TrendsParameters
from services.api.problems import Problem
from services.api.strict_json import read_object

CANARY = "Aurelia Featherstonehaugh"


class Example(Command):
    """A command of every kind of field."""

    code: Code | None = None
    at: Instant | None = None
    when: When | None = None
    money: Money | None = None
    who: UUID | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    is_it: bool | None = None
    texts: tuple[Text, ...] | None = None


KNOWN = field_names(Example)

BAD = {
    "extra": {CANARY: 1},
    "extra inside": {"when": {CANARY: CANARY}},
    "code": {"code": CANARY},
    "code of another kind": {"code": {CANARY: CANARY}},
    "instant": {"at": CANARY},
    "zone": {"when": {"on": "2026-03-05", "zone": CANARY}},
    "minor units": {"money": {"amount": "12345.678", "currency": "EUR"}},
    "amount": {"money": {"amount": CANARY, "currency": CANARY}},
    "uuid": {"who": CANARY},
    "bool for int": {"count": True},
    "text for int": {"count": "1"},
    "int for bool": {"is_it": 1},
    "text for bool": {"is_it": "true"},
    "too long": {"texts": [CANARY * 10_000]},
    "not a list": {"texts": CANARY},
}


def found(body: object) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        Example.model_validate_json(json.dumps(body), strict=True)
    return caught.value


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_no_fault_repeats_the_input(body: object) -> None:
    told = json.dumps([fault.model_dump() for fault in faults_of(found(body), KNOWN)])
    assert "Aurelia" not in told
    assert "12345" not in told


def test_a_fault_points_at_its_field_and_says_what_to_do() -> None:
    (fault,) = faults_of(found({"when": {"on": "2026-03-05", "zone": CANARY}}), KNOWN)
    assert fault.pointer == "/when/zone"
    assert fault.detail == "use an IANA name such as Europe/London"


def test_a_fault_in_a_list_is_pointed_at_by_its_number() -> None:
    (fault,) = faults_of(found({"texts": ["fine", ""]}), KNOWN)
    assert (fault.pointer, fault.rule) == ("/texts/1", "string_too_short")


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({"figure": "received", "by": "channel"}, "use legal_entity, contact_class, "),
        ({"figure": "received", "by": "nothing"}, "use legal_entity, contact_class, "),
        ({"figure": "received", "only": "unit"}, "write unit:claims or outcome:none"),
        ({"figure": "received", "only": "unit: "}, "write a value, or none"),
        (
            {"figure": "received", "only": "is_timely:false,is_disputed:tru"},
            "write true, false or ",
        ),
    ],
)
def test_what_is_right_is_told_also_where_the_input_resembles_it(
    given: dict[str, str], hint: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        TrendsParameters.model_validate(given)
    (fault,) = parameter_faults(caught.value.errors())
    assert fault.detail.startswith(hint)


def test_the_forms_of_a_time_are_told_to_who_mixes_them() -> None:
    mixed = {"when": {"on": "2026-03-05", "at": "2026-03-05T09:00:00Z", "zone": "UTC"}}
    (fault,) = faults_of(found(mixed), KNOWN)
    assert fault.detail == "a time is {at, zone} or {on, zone} or {unknown: true}, one of them"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cuont", "/cuont"),
        ("monney", "/monney"),
        ("Anna", ""),
        (CANARY, ""),
        ("a/b", ""),
        ("", ""),
    ],
)
def test_a_field_that_is_not_known_is_named_where_it_is_mistyped(name: str, shown: str) -> None:
    (fault,) = faults_of(found({name: 1}), KNOWN)
    assert (fault.pointer, fault.rule) == (shown, "extra_forbidden")


def test_a_field_that_is_not_known_inside_another_is_pointed_at_in_it() -> None:
    (fault,) = faults_of(found({"money": {"amount": "1", "currency": "EUR", "amont": 1}}), KNOWN)
    assert fault.pointer == "/money/amont"


def test_a_field_that_comes_twice_is_named() -> None:
    with pytest.raises(Problem) as caught:
        read_object(
            b'{"count": 1, "x y": 1, "count": 2, "x y": 2, "money": {"amont": 1, "amont": 1}}',
            KNOWN,
        )
    assert [fault.pointer for fault in caught.value.errors] == ["/count", "", "/money/amont"]
