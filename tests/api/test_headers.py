"""Entity tags and media ranges as clients write them."""

import pytest

from services.api.admission import accepts_json
from services.api.etags import etag, expected_versions, is_among
from services.api.problems import Problem


@pytest.mark.parametrize(
    ("if_match", "versions"),
    [
        (['"v17"'], {17}),
        ([' "v1" '], {1}),
        ([etag(4)], {4}),
        (['"v6", "v7"'], {6, 7}),
        (['"v6"', '"v7"'], {6, 7}),
        (['"v6",, "17" ,W/"v7"'], {6, 7}),
        (['W/"v17"'], {17}),
        (["*"], None),
    ],
)
def test_versions_are_named_by_a_list_of_entity_tags(
    if_match: list[str], versions: set[int] | None
) -> None:
    assert expected_versions(if_match) == versions


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        (None, 428),
        ('"17"', 412),
        ('"v0"', 412),
        ('"v99999999999999999999"', 412),
        ("v17", 400),
        ('"v1" "v2"', 400),
        ('"v1", *', 400),
        (",", 400),
        ('w/"v1"', 400),
        ('"v1"' + " " * 9_000 + "x", 400),
        ("", 400),
        ('"v1"; drop', 400),
    ],
)
def test_other_tags_are_problems(if_match: str | None, status: int) -> None:
    with pytest.raises(Problem) as caught:
        expected_versions([] if if_match is None else [if_match])
    assert caught.value.kind.status == status


@pytest.mark.parametrize(
    ("if_none_match", "is_it"),
    [
        (['"v17"'], True),
        (['W/"v17"'], True),
        (['"v16", "v17"'], True),
        (['"v16"', '"v17"'], True),
        (["*"], True),
        (['"v16"'], False),
        (["v17"], False),
        (['"v17" x'], False),
        ([""], False),
        ([], False),
    ],
)
def test_what_the_caller_has_is_compared_by_its_weak_tag(
    if_none_match: list[str], is_it: bool
) -> None:
    assert is_among('"v17"', if_none_match) is is_it
    assert not is_among(None, if_none_match)


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
