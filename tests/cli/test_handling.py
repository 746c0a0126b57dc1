"""Every command of the domain can be typed, and tells what it came to."""

import json
from pathlib import Path

import pytest

from domain.decider import AnyDecider
from domain.registry import COMMANDS
from services.access.operator import operator_of
from services.cli.handling import name_of, shown
from services.cli.options import entries
from tests.cli.conftest import Keyboard

PARTS = ("--issue", "category=late_delivery,product=bicycle", "--complainant", "name=Jo Bloggs")
LOG = ("log", "--narrative", "It never came", "--channel", "phone", *PARTS)
COMMAND_ANSWER = {
    "complaint_id",
    "reference",
    "state",
    "version",
    "command_id",
    "is_repeat",
    "events",
    "remarks",
}

pytestmark = pytest.mark.servers


def logged(keyboard: Keyboard) -> str:
    """The reference of a new complaint."""
    reference = keyboard.json(*LOG)["reference"]
    assert isinstance(reference, str)
    return reference


def test_logging_tells_where_the_complaint_stands_and_what_is_due(keyboard: Keyboard) -> None:
    """One line for the complaint, one for each event; a due date in words."""
    told = keyboard.types(*LOG).stdout
    first, *steps = told.splitlines()
    assert " is ASSESSED, version " in first
    assert any("ComplaintReceived" in step for step in steps)
    assert any("DeadlineSet" in step and "due in" in step for step in steps)


def test_the_answer_for_programs_has_the_shape_that_is_documented(keyboard: Keyboard) -> None:
    """Its places are those of docs/cli.md."""
    done = keyboard.json(*LOG)
    assert set(done) == COMMAND_ANSWER
    assert {name for one in done["events"] for name in one} == {
        "event_id",
        "complaint_id",
        "type",
        "version",
    }


def test_one_person_settles_a_complaint_with_one_command(keyboard: Keyboard) -> None:
    """Under the policy for small organisations."""
    done = keyboard.json(
        "settle", "--narrative", "Cold soup", "--remedy", "kind=refund,money=12.50 GBP"
    )
    assert done["state"] == "CLOSED"


def test_one_person_answers_a_complaint_with_few_commands(keyboard: Keyboard) -> None:
    """Logged, answered, accepted, closed; issues are named by their number."""
    reference = logged(keyboard)
    keyboard.types(
        "answer",
        reference,
        "--finding",
        "issue_id=1,finding=not_upheld",
        "--recourse",
        "kind=external,body=ombudsman",
        "--text",
        "We looked into it",
    )
    keyboard.types("accept-decision", reference, "--means", "phone")
    done = keyboard.json("close", reference, "--basis", "accepted_and_carried_out")
    assert done["state"] == "CLOSED"


def test_a_rule_that_refuses_ends_with_1_and_names_its_clause(keyboard: Keyboard) -> None:
    """One sentence: the rule, the values, what to do; nothing was recorded."""
    reference = logged(keyboard)
    before = keyboard.json("show", reference)["fold_of"]["version"]
    told = keyboard.types("close", reference, "--basis", "no_reply", exit_code=1)
    assert told.stdout == ""
    assert told.stderr.startswith("plaint: ")
    assert "[ISO 10002:2018, 7.9]" in told.stderr
    assert keyboard.json("show", reference)["fold_of"]["version"] == before


def test_a_role_that_may_not_is_refused_before_anything_is_asked(keyboard: Keyboard) -> None:
    """And told whose the command is."""
    told = keyboard.types(*LOG, "--as", "approver", exit_code=1)
    assert "approver may not log" in told.stderr
    assert "handler" in told.stderr


def test_a_version_that_moved_ends_with_5(keyboard: Keyboard) -> None:
    """The caller had read an older one."""
    reference = logged(keyboard)
    told = keyboard.types("add-note", reference, "--note", "x", "--if-version", "1", exit_code=5)
    assert "expected version: 1" in told.stderr


def test_the_present_version_lets_the_command_pass(keyboard: Keyboard) -> None:
    """Named or not."""
    reference = logged(keyboard)
    version = keyboard.json("show", reference)["fold_of"]["version"]
    done = keyboard.json("add-note", reference, "--note", "x", "--if-version", str(version))
    assert done["version"] == version + 1


def test_with_the_same_key_a_command_is_done_once(keyboard: Keyboard) -> None:
    """The second answer is the first one, and says so."""
    first = keyboard.json(*LOG, "--key", "letter of 5 March")
    again = keyboard.json(*LOG, "--key", "letter of 5 March")
    assert not first.pop("is_repeat")
    assert again.pop("is_repeat")
    assert first == again


def test_the_same_key_for_another_request_is_refused(keyboard: Keyboard) -> None:
    """It would be a slip."""
    keyboard.types(*LOG, "--key", "one")
    told = keyboard.types("log", "--narrative", "else", "--key", "one", exit_code=2)
    assert "another request" in told.stderr


def test_an_unknown_complaint_ends_with_4(keyboard: Keyboard) -> None:
    """Whether misread or never given."""
    keyboard.types("add-note", "C-00000000X", "--note", "x", exit_code=4)
    keyboard.types("add-note", "0" * 8 + "-0000-4000-8000-" + "0" * 12, "--note", "x", exit_code=4)


def test_what_is_required_is_named_as_it_is_typed(keyboard: Keyboard) -> None:
    """All that is missing, in one sentence."""
    reference = logged(keyboard)
    told = keyboard.types("assess", reference, "--ground", "was_wrong", exit_code=2)
    assert "--severity is required; --safety is required" in told.stderr


def test_yes_and_no_are_said_where_absence_means_neither(keyboard: Keyboard) -> None:
    """Safety is not to be guessed."""
    reference = logged(keyboard)
    words = ("--severity", "high", "--safety", "yes", "--ground", "was_wrong")
    keyboard.types("assess", reference, *words)
    assert keyboard.json("show", reference)["is_safety"] is True


def test_a_body_may_come_as_json_from_standard_input_or_a_file(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    """What is typed beside it wins."""
    body = {"narrative": "From a form", "channel_code": "web", "issues": [{}, {}]}
    (tmp_path / "body.json").write_text(json.dumps(body))
    done = keyboard.json("log", "--json-body", "-", "--channel", "letter", stdin=json.dumps(body))
    other = keyboard.json("log", "--json-body", str(tmp_path / "body.json"))
    assert keyboard.json("show", done["reference"])["channel_code"] == "letter"
    assert keyboard.json("show", other["reference"])["channel_code"] == "web"


@pytest.mark.parametrize(
    ("body", "said"),
    [("[1]", "no JSON object but list"), ("{", "no JSON"), ('{"colour": 1}', "colour: ")],
)
def test_a_body_that_cannot_be_meant_is_refused(keyboard: Keyboard, body: str, said: str) -> None:
    """With 2, before anything is decided."""
    told = keyboard.types("log", "--json-body", "-", exit_code=2, stdin=body)
    assert said in told.stderr


def test_the_day_of_receipt_is_meant_in_the_installations_zone(keyboard: Keyboard) -> None:
    """A bare day carries the zone of the legal entity."""
    done = keyboard.json("receive", "--narrative", "x", "--occurred", "2026-03-05")
    received = keyboard.json("show", done["reference"])["received"]
    assert (received["on"], received["zone"]) == ("2026-03-05", "Europe/London")


def test_the_person_at_the_keyboard_stays_the_same(keyboard: Keyboard) -> None:
    """A random id that is kept with the data, for both roles."""
    reference = logged(keyboard)
    keyboard.types("add-note", reference, "--note", "one", "--as", "approver")
    keyboard.project()
    entries = keyboard.json("history", reference)["entries"]
    staff = {one["actor_id"] for one in entries if one["actor_kind"] == "staff"}
    assert staff == {str(operator_of(keyboard.settings))}


@pytest.mark.parametrize("kind", shown(), ids=name_of)
def test_every_command_has_a_help_that_names_its_options(
    keyboard: Keyboard, kind: AnyDecider
) -> None:
    """Made from the registry: summary, roles, the options of its fields."""
    told = " ".join(keyboard.types(name_of(kind), "--help").stdout.split())
    assert kind.summary.split()[0] in told
    for entry in entries(kind.model):
        assert entry.option in told


def test_only_the_systems_own_commands_can_not_be_typed() -> None:
    """Everything that staff may do has its sub-command."""
    hidden = set(COMMANDS) - {kind.name for kind in shown()}
    written_out = {name for name in hidden if COMMANDS[name].own_address is not None}
    assert all(COMMANDS[name].roles <= {"system", "importer"} for name in hidden - written_out)


def test_a_typed_offset_is_recorded_in_the_zone_of_the_house_and_said(keyboard: Keyboard) -> None:
    typed = ("receive", "--narrative", "x", "--occurred", "2026-03-31T23:30:00-04:00")
    told = keyboard.json(*typed)
    sentence = "occurred: 2026-03-31T23:30:00-04:00 counts as 2026-04-01 04:30 in Europe/London"
    assert sentence in told["remarks"]
    assert sentence in keyboard.types(*typed).stderr
    shown = keyboard.json("show", told["reference"])
    received = {"at": "2026-04-01T03:30:00.000000Z", "zone": "Europe/London"}
    assert shown["received"].items() >= received.items()
