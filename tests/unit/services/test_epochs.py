"""A number, also one in quotes, is no time at any door."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from domain.values import Day
from services.api.documents_described import AttachParameters
from services.api.parameters import AsOf, Parameters, TrailParameters, TrendsParameters
from services.api.problems import Problem
from services.api.strict_json import read_object
from services.cli.entering import entered, object_of
from services.cli.exits import Unfit
from services.cli.shorthand import Known


@pytest.mark.parametrize("number", ["0", "1700000000", "-1", "17.5", 0, 1_700_000_000])
@pytest.mark.parametrize(
    ("model", "field", "more"),
    [
        (AttachParameters, "on", {}),
        (AttachParameters, "at", {}),
        (AsOf, "at", {}),
        (TrailParameters, "as_of", {}),
        (TrendsParameters, "since", {"figure": "open"}),
        (TrendsParameters, "until", {"figure": "open"}),
    ],
)
def test_a_parameter_for_a_time_takes_no_number(
    model: type[Parameters], field: str, more: dict[str, Any], number: Any
) -> None:
    with pytest.raises(ValidationError):
        model.model_validate({field: number, **more})


@pytest.mark.parametrize("year", ["1074", "2999"])
def test_a_document_of_an_impossible_year_is_refused_by_its_parameter(year: str) -> None:
    with pytest.raises(ValidationError, match="the year is"):
        AttachParameters.model_validate({"on": f"{year}-10-13"})


def test_a_written_time_is_taken() -> None:
    assert AttachParameters.model_validate({"on": "2026-03-05"}).on
    assert AttachParameters.model_validate({"at": "2026-03-05T09:30:00Z"}).at


@pytest.mark.parametrize("name", ["on", "at", "until_on", "contained_at"])
@pytest.mark.parametrize("number", ["0", "1700000000", 0])
def test_a_body_takes_no_number_for_a_time_over_http_or_at_the_keyboard(
    name: str, number: Any
) -> None:
    body = {"occurred": {name: number, "zone": "UTC"}}
    with pytest.raises(Problem) as refused:
        read_object(json.dumps(body).encode(), frozenset({"occurred", name}))
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.rule) == (f"/occurred/{name}", "number_for_time")
    with pytest.raises(Unfit, match="write it out"):
        object_of(json.dumps(body))


def test_other_fields_may_hold_numbers() -> None:
    body = {"reference": "0", "version": 3, "note": "at 5"}
    assert read_object(json.dumps(body).encode(), frozenset()) == body
    assert object_of(json.dumps(body)) == body


def test_a_typed_day_is_a_day() -> None:
    with pytest.raises(Unfit, match="write it as 2026-03-05"):
        entered(Day, "0", field="until_on", known=Known("UTC"))
    assert entered(Day, "2026-03-05", field="until_on", known=Known("UTC")) == "2026-03-05"
