"""The rules that every projection keeps, whoever wrote it."""

import ast
from dataclasses import fields
from functools import reduce
from pathlib import Path
from pkgutil import iter_modules

import pytest

import projections
from domain.complaint.events import COMPLAINT_EVENTS
from domain.event_types import TYPES
from projections import discover
from projections._kit import Column, Entries, Projection, Tallies, columns_of
from projections.audit_trail.phrasing import fields_in, sentence
from projections.audit_trail.sentences import SENTENCES
from tests.contract.test_views import applied
from tests.support.golden import example
from tests.support.histories import Telling, received
from tests.support.views_in_memory import ViewsInMemory

FOLDER = Path(projections.__file__).parent
EVERY = pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)
KNOWN = {
    "dataclasses",
    "typing",
    "collections",
    "datetime",
    "uuid",
    "functools",
    "operator",
    "fractions",
    "types",
    "re",
    "json",
    "base64",
    "msgspec",
    "orjson",
    "importlib",
    "pkgutil",
    "domain",
    "projections",
    "plaint",
}
IMPURE = {"open", "print", "input", "eval", "exec", "__import__"}


def columns(projection: Projection) -> list[Column]:
    cell = columns_of(projection.cell) if isinstance(projection, Tallies) else ()
    return [*columns_of(projection.row), *cell]


def test_every_module_is_a_projection_and_no_other_is_found() -> None:
    modules = sorted(
        found.name for found in iter_modules([str(FOLDER)]) if not found.name.startswith("_")
    )
    assert [projection.name for projection in discover()] == modules


@EVERY
def test_a_projection_says_its_question_and_its_version(projection: Projection) -> None:
    assert projection.question.endswith(".")
    assert projection.version >= 1


@EVERY
def test_every_column_is_described_by_its_own_sentence(projection: Projection) -> None:
    for row in [projection.row, *([projection.cell] if isinstance(projection, Tallies) else [])]:
        sentences = [column.sentence for column in columns_of(row)]
        assert len(set(sentences)) == len(sentences) == len(fields(row))
        assert all(one.endswith(".") for one in sentences)


@EVERY
def test_indexes_and_key_name_columns_that_exist(projection: Projection) -> None:
    read = projection.cell if isinstance(projection, Tallies) else projection.row
    names = {column.name for column in columns_of(read)}
    for index in projection.indexes:
        assert {*index.columns, *([index.where] if index.where else [])} <= names
    assert set(projection.key) <= {column.name for column in columns_of(projection.row)}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda p: p.stem)
def test_a_projection_knows_no_clock_no_file_and_no_driver(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert all(name.name.split(".")[0] in KNOWN for name in node.names)
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] in KNOWN
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in IMPURE
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("now", "utcnow", "today", "uuid4", "uuid1")


@pytest.mark.parametrize("kind", COMPLAINT_EVENTS, ids=lambda kind: kind.TYPE)
def test_every_event_can_be_told_in_a_sentence_of_public_facts(kind: type) -> None:
    event = example(TYPES[kind.TYPE])  # type: ignore[attr-defined]
    told = sentence(SENTENCES[event.TYPE], event)
    assert told[0].isupper()
    assert told.endswith(".")
    # The names of rules and policies stand as they are typed.
    typed = [str(getattr(event, name)) for name in kind.model_fields if name.endswith("_id")]  # type: ignore[attr-defined]
    spoken = reduce(lambda left, name: left.replace(name, ""), typed, told)
    assert not any(mark in spoken for mark in "{}[]?!_")
    for value in (getattr(event, name) for name in _sealed(kind)):
        assert not isinstance(value, str) or value not in told


@pytest.mark.parametrize("kind", COMPLAINT_EVENTS, ids=lambda kind: kind.TYPE)
def test_a_sentence_speaks_of_nothing_that_is_sealed(kind: type) -> None:
    pattern = SENTENCES[kind.TYPE]  # type: ignore[attr-defined]
    assert fields_in(pattern) <= set(kind.model_fields)  # type: ignore[attr-defined]
    assert not fields_in(pattern) & _sealed(kind)


def test_there_is_no_sentence_for_what_is_no_event() -> None:
    assert set(SENTENCES) == {kind.TYPE for kind in COMPLAINT_EVENTS}


@EVERY
@pytest.mark.parametrize("kind", COMPLAINT_EVENTS, ids=lambda kind: kind.TYPE)
def test_every_event_can_be_folded_after_a_receipt(projection: Projection, kind: type) -> None:
    telling = Telling()
    telling.tell(received(), "RECEIVED")
    telling.tell(example(TYPES[kind.TYPE]), "RECEIVED")  # type: ignore[attr-defined]
    views = ViewsInMemory()
    applied(views, projection, telling.arrived)
    assert views.state(projection, telling.log_id).parked == ()
    assert views.state(projection, telling.log_id).stopped == ()
    if isinstance(projection, Entries):
        assert len(views.rows(projection)) == 2


def _sealed(kind: type) -> set[str]:
    from domain.event import classes_of

    classes = classes_of(kind)
    return {name for name, mark in classes.items() if mark in ("P2", "P3", "P4")}
