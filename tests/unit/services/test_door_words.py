"""What a rule advises is said in the words of the door at which it is read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.complaint.deadlines.lateness import UNPROVED
from domain.errors import Refusal
from domain.registry import COMMANDS
from services.api.error_mapping import problem_of
from services.cli.door_words import at_keyboard
from services.cli.error_mapping import sentence
from services.cli.exits import RequestFailed
from services.cli.options import entries
from services.commands.not_stored import VersionMoved
from services.representations.hints import APPROVED_BY_ACTING

FIELDS = {one.field for kind in COMMANDS.values() for one in entries(kind.model)}
NAMES = {name for name in (*FIELDS, *COMMANDS) if "_" in name}
API = Path(__file__).parents[3] / "services" / "api"
PROBLEMS = {"Problem", "_simple", "_of", "unavailable", "Fault", "UnfitParameter"}
HEADERS = ("If-Match", "Idempotency-Key", "Content-Type", "Plaint-Title", "openapi", "ETag")
ADVICE = [UNPROVED, APPROVED_BY_ACTING]


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


def words(sentence: str) -> set[str]:
    return {one.strip(".,;:()`") for one in sentence.split()}


@pytest.mark.parametrize("refusal", [*refusals()], ids=lambda one: one.CODE)
def test_a_refusal_names_fields_over_http_and_options_at_the_keyboard(
    refusal: type[Refusal],
) -> None:
    assert "--" not in f"{refusal.rule} {refusal.instead}"
    assert not words(at_keyboard(refusal.instead)) & NAMES


@pytest.mark.parametrize("advice", ADVICE)
def test_a_remark_does_too(advice: str) -> None:
    assert "--" not in advice and "grant-approval" not in advice
    assert not words(at_keyboard(advice)) & NAMES


def test_a_value_stays_as_it_is() -> None:
    assert at_keyboard("no (party_id: x, other: y): give party_id") == (
        "no (party_id: x, other: y): give --party-id"
    )


def told_over_http() -> Iterator[str]:
    """The sentences of all problems, as they stand in the modules of that door."""
    # The keyboard's own If-Match is always well made, so that nothing is told of it there.
    for path in sorted({*API.glob("*.py")} - {API / "etags.py"}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in PROBLEMS:
                parts = [one for each in ast.iter_child_nodes(node) for one in ast.walk(each)]
                texts = [one.value for one in parts if isinstance(one, ast.Constant)]
                yield from (one for one in texts if isinstance(one, str) and " " in one)


def test_no_header_is_named_at_the_keyboard() -> None:
    told = [*told_over_http()]
    assert len(told) > 40
    named = {each for one in told for each in HEADERS if each in at_keyboard(one)}
    assert named == set()
    assert not [one for one in told if " --" in one]


def test_a_problem_of_the_api_is_said_as_it_is_typed() -> None:
    problem = problem_of(VersionMoved(frozenset({3}), 4))
    said = sentence(RequestFailed(problem.kind.status, problem.members()))
    assert said.endswith("decide again, and name its new version with --if-version")
