"""The registry: what every command, event and refusal of the domain has to say of itself."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import domain
from domain.complaint.changes import CHANGES
from domain.complaint.events import COMPLAINT_EVENTS, KnownStateImported
from domain.decider import AnyDecider, Decider
from domain.errors import Refusal
from domain.registry import COMMANDS
from services.access.rights import ROLES

CLAUSES = {
    "4.7",
    "4.9",
    "4.10",
    "4.12",
    "5.4.1",
    "6.2",
    "8.3",
    "8.7",
    *(f"7.{n}" for n in range(2, 10)),
}
FOLDER = Path(domain.__file__ or "").parent


@pytest.mark.parametrize("kind", COMMANDS.values(), ids=lambda kind: kind.name)
def test_every_command_says_what_it_is(kind: AnyDecider) -> None:
    assert kind.name.isidentifier() and kind.name.islower()
    assert kind.summary and len(kind.summary) <= 80 and not kind.summary.endswith(".")
    assert kind.clause in CLAUSES
    assert kind.roles <= {*ROLES, "party", "representative"} and kind.roles
    assert kind.model.__doc__
    assert (
        kind.model.model_config.get("frozen") and kind.model.model_config.get("extra") == "forbid"
    )


def test_the_registry_is_keyed_by_name_and_each_model_is_used_once() -> None:
    assert all(name == kind.name for name, kind in COMMANDS.items())
    assert len({kind.model for kind in COMMANDS.values()}) == len(COMMANDS)


def test_every_decider_is_listed() -> None:
    found = {
        decider.name: module.name
        for module in pkgutil.walk_packages(domain.__path__, "domain.")
        for decider in vars(importlib.import_module(module.name)).values()
        if isinstance(decider, Decider)
    }
    assert found.keys() == COMMANDS.keys(), found


def test_the_auditor_has_no_command_and_the_system_only_clocks_and_surveys() -> None:
    assert not any("auditor" in kind.roles for kind in COMMANDS.values())
    of_system = [kind.name for kind in COMMANDS.values() if "system" in kind.roles]
    surveys = {"invite_survey", "suppress_survey"}
    assert set(of_system) == {
        "pass_deadline",
        "warn_of_deadline",
        "mend_starts",
        *surveys,
    }


def test_three_commands_begin_a_complaint() -> None:
    assert [kind.name for kind in COMMANDS.values() if kind.begins] == ["receive", "log", "settle"]


def test_every_event_of_a_complaint_is_evolved() -> None:
    assert set(CHANGES) == set(COMPLAINT_EVENTS)


def test_every_event_is_yielded_by_some_decision() -> None:
    made: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                made |= _names(node.func)
            if isinstance(node, ast.IfExp):
                made |= _names(node.body) | _names(node.orelse)
    types = {kind.TYPE for kind in COMPLAINT_EVENTS}
    assert types - made == {KnownStateImported.TYPE}, "only an import brings facts of its own"


def _names(node: ast.expr) -> set[str]:
    return {node.id} if isinstance(node, ast.Name) else set()


def _refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [found for each in kind.__subclasses__() for found in (each, *_refusals(each))]


@pytest.mark.parametrize("kind", _refusals(Refusal), ids=lambda kind: kind.__name__)
def test_every_refusal_names_its_clause_its_rule_and_the_way_out(kind: type[Refusal]) -> None:
    assert {"clause", "rule", "instead"} <= set(vars(kind))
    assert kind.__doc__
    text = kind(complaint="C-0R8XQJWFQ").text
    assert "C-0R8XQJWFQ" in text and f"[ISO 10002:2018, {kind.clause}]" in text


def test_names_of_refusals_are_unique() -> None:
    names = [kind.__name__ for kind in _refusals(Refusal)]
    assert len(names) == len(set(names))
