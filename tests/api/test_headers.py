"""Entity tags and media ranges as clients write them."""

import pytest

from services.api.etags import etag, expected_version
from services.api.problems import Problem
from services.api.threshold import accepts_json


@pytest.mark.parametrize(
    ("if_match", "version"), [('"v17"', 17), (' "v1" ', 1), ("*", None), (etag(4), 4)]
)
def test_a_version_is_named_by_its_entity_tag(if_match: str, version: int | None) -> None:
    assert expected_version(if_match) == version


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        (None, 428),
        ('W/"v17"', 412),
        ('"17"', 412),
        ('"v0"', 412),
        ('"v99999999999999999999"', 412),
        ("v17", 400),
        ('"v1", "v2"', 400),
        ("", 400),
        ('"v1"; drop', 400),
    ],
)
def test_other_tags_are_problems(if_match: str | None, status: int) -> None:
    with pytest.raises(Problem) as caught:
        expected_version(if_match)
    assert caught.value.kind.status == status


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ([], True),
        ([""], True),
        (["*/*"], True),
        (["text/html, application/json;q=0.1"], True),
        (["text/html", "application/*"], True),
        (["text/html"], False),
        (["application/json;q=0"], False),
        (["application/json; q=0.000"], False),
        (["application/xml, text/*"], False),
    ],
)
def test_an_answer_is_json_or_none(accept: list[str], is_json: bool) -> None:
    assert accepts_json(accept) is is_json
