"""What is read at the keyboard: in a terminal, elsewhere, and for programs."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters import event_json, octets
from domain.complaint.fold import fold
from services.access.operator import operator_of
from services.access.rights import OPENERS
from services.cli.roles import KeyboardRole
from tests.cli.conftest import Keyboard
from tests.cli.reference import ANSWERS
from tests.cli.shapes import places_in
from tests.cli.test_records import target_of

COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
LONG = "credit_reporting_credit_repair_services_or_other_personal_consumer_reports"

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def reference(keyboard: Keyboard) -> str:
    """A complaint with a history, and some others, in every view."""
    words = ("--channel", "phone", "--issue", f"category={LONG}", "--issue", "category=billing")
    done = keyboard.json("log", "--narrative", "It\x1b[2J never came", *words)
    told: str = done["reference"]
    findings = ("issue_id=1,finding=upheld", "issue_id=2,finding=not_upheld")
    given_ = [word for finding in findings for word in ("--finding", finding)]
    keyboard.types("assign", told)
    keyboard.types(
        "answer",
        told,
        *given_,
        "--recourse",
        "kind=external",
        "--remedy",
        "kind=refund,money=9.50 GBP",
    )
    keyboard.types("reject-decision", told, "--means", "phone", "--issue-id", "2")
    keyboard.types("settle", "--narrative", "Cold soup")
    keyboard.types("log", "--narrative", "x", "--safety", "yes", "--occurred", "2026-01-05")
    keyboard.project()
    keyboard.tick()
    return told


def terminal(keyboard: Keyboard, width: int, *words: str) -> list[str]:
    """The lines of an answer in a terminal of this width, without their colours."""
    wide = {**keyboard.environment, "FORCE_COLOR": "1", "COLUMNS": str(width)}
    told = Keyboard(keyboard.settings, wide).types(*words).stdout
    return COLOURS.sub("", told).splitlines()


READING = (
    "queue",
    "show {}",
    "show {} --content",
    "history {}",
    "trends",
    "trends --by category --by channel",
    "trends --by month --figure days_to_respond",
    "projections",
    "status",
)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("command", READING)
def test_in_a_terminal_no_line_is_wider_than_it(
    keyboard: Keyboard, reference: str, command: str, width: int
) -> None:
    """Long names are folded or cut, references never are."""
    lines = terminal(keyboard, width, *command.format(reference).split())
    assert lines
    assert max(map(len, lines)) <= width
    if command.startswith(("queue", "show")):
        assert any(reference in line for line in lines)


@pytest.mark.parametrize("command", READING)
def test_elsewhere_lines_are_plain_and_whole(
    keyboard: Keyboard, reference: str, command: str
) -> None:
    """No colours, no frames, nothing cut, whatever the width is said to be."""
    narrow = Keyboard(keyboard.settings, {**keyboard.environment, "COLUMNS": "20"})
    told = narrow.types(*command.format(reference).split()).stdout
    assert "\x1b" not in told
    assert not set("─━│…█") & set(told)


def test_the_queue_is_one_line_a_complaint_with_fields_parted_by_tabs(
    keyboard: Keyboard, reference: str
) -> None:
    """So that cut, sort and grep can go on with it."""
    head, *rows = keyboard.types("queue").stdout.splitlines()
    names = head.split("\t")
    fields = [dict(zip(names, row.split("\t"), strict=True)) for row in rows]
    (ours,) = [one for one in fields if one["reference"] == reference]
    assert ours["state"] == "DISPUTED"
    assert ours["about"] == f"{LONG}, billing".replace("_", " ")
    assert fields[0]["about"].startswith("safety ")


def test_filters_of_the_queue_choose(keyboard: Keyboard, reference: str) -> None:
    """By state, by who is answerable, by safety, by page."""

    def chosen(*words: str) -> set[str]:
        rows = keyboard.json("queue", *words)["rows"]
        return {row["reference"] for row in rows}

    assert chosen("--state", "DISPUTED") == {reference}
    assert chosen("--mine") == {reference}
    assert reference not in chosen("--unassigned")
    assert reference not in chosen("--safety", "yes")
    first = keyboard.json("queue", "-n", "1")
    second = keyboard.json("queue", "-n", "1", "--cursor", first["cursor"])
    assert first["rows"][0]["reference"] != second["rows"][0]["reference"]


def test_a_cursor_that_nobody_gave_is_refused(keyboard: Keyboard, reference: str) -> None:
    """With 2 and what to do."""
    told = keyboard.types("queue", "--cursor", "made up", exit_code=2)
    assert "ask for the first page again" in told.stderr


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_for_programs_have_the_documented_shape(
    keyboard: Keyboard, reference: str, name: str
) -> None:
    """Each place in an answer is in docs/cli.md; what may not be absent is there."""
    command, _, flag = name.partition(" --")
    words = [*command.split(), *target_of(keyboard, reference, command)]
    answer = keyboard.json(*words, *([f"--{flag}"] if flag else []))
    documented = [place for place, _, _ in ANSWERS[name]]
    patterns = [_pattern(place) for place in documented]
    for place in places_in(answer):
        whole = any(pattern.fullmatch(place) for pattern in patterns)
        # An object that is null has no places of its own.
        assert whole or any(one.startswith(f"{place}.") for one in documented), place


def _pattern(place: str) -> re.Pattern[str]:
    # What is of any kind may be an object of its own, and a list may be empty or null.
    text = re.escape(place).replace(r"\{\}", r"(\.[^.]+)?").replace(r"\[\]", r"(\[\])?")
    return re.compile(text + r"([.\[].*)?")


def test_show_at_a_moment_is_the_fold_of_what_had_been_recorded(
    keyboard: Keyboard, reference: str
) -> None:
    """For any version, position or instant: the answer is the fold of that prefix."""
    whole = keyboard.json("history", reference)["entries"]
    history = [event_json.recorded(one["public"].encode(), one["position"]) for one in whole]
    first, last = history[0].recorded_at, history[-1].recorded_at
    moments = st.one_of(
        st.integers(1, len(history)).map(lambda n: ("version", str(n))),
        st.integers(history[0].position or 1, (history[-1].position or 1) + 3).map(
            lambda n: ("position", str(n))
        ),
        st.datetimes(
            first.replace(tzinfo=None), (last + timedelta(seconds=1)).replace(tzinfo=None)
        ).map(lambda at: ("at", at.replace(tzinfo=UTC).isoformat())),
    )

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(moments)
    def compare(moment: tuple[str, str]) -> None:
        name, value = moment
        bound: Any = datetime.fromisoformat(value) if name == "at" else int(value)
        field = "recorded_at" if name == "at" else name
        prefix = [one for one in history if getattr(one, field) <= bound]
        told = keyboard.json("show", reference, f"--{name}", value)
        complaint = fold(prefix)
        assert complaint is not None
        assert told["fold_of"]["events"] == len(prefix)
        assert told["fold_of"]["version"] == prefix[-1].version
        assert told["fold_of"]["is_latest"] == (len(prefix) == len(history))
        assert told["state"] == complaint.state == prefix[-1].state
        assert (told["stage"], told["round"]) == (complaint.stage, complaint.round)
        assert len(told["deadlines"]) == len(complaint.deadlines)
        assert len(told["remedies"]) == len(complaint.remedies)

    compare()


def test_before_its_receipt_there_is_no_complaint(keyboard: Keyboard, reference: str) -> None:
    """That is 4, as for one that never was."""
    keyboard.types("show", reference, "--at", "2020-01-01", exit_code=4)


def test_what_is_sealed_is_shown_only_when_asked_for_and_then_harmless(
    keyboard: Keyboard, reference: str
) -> None:
    """Words from outside can not steer the terminal."""
    assert "never came" not in keyboard.types("show", reference).stdout
    opened = keyboard.types("show", reference, "--content").stdout
    assert "It\\x1b[2J never came" in opened


def test_opening_what_is_sealed_is_logged_with_who_did_it(
    keyboard: Keyboard, reference: str
) -> None:
    """In the installation's log folder, without a word of what was read."""
    folder = Path(keyboard.environment["PLAINT_DATA"])
    keyboard.types("show", reference, "--content", "--as", "auditor")
    log = (folder / "log" / "reads.log").read_text().splitlines()[-1]
    assert '"event":"complaint.opened"' in log
    assert '"role":"auditor"' in log
    complaint_id = keyboard.json("show", reference)["complaint_id"]
    assert f'"complaint_id":"{complaint_id}"' in log
    assert str(operator_of(keyboard.settings)) in log
    assert "never came" not in log


@pytest.mark.parametrize("role", [*get_args(KeyboardRole)])
def test_what_is_sealed_is_opened_to_the_roles_that_open_it_over_http(
    keyboard: Keyboard, reference: str, role: str
) -> None:
    """One table for both doors."""
    exit_code = 0 if role in OPENERS else 1
    keyboard.types("show", reference, "--content", "--as", role, exit_code=exit_code)


def test_the_raw_history_is_the_octets_that_are_hashed(keyboard: Keyboard, reference: str) -> None:
    """Each line's leaf is the next one's ``prev``."""
    lines = keyboard.types("history", reference, "--raw").stdout.splitlines()
    events = [event_json.recorded(line.encode()) for line in lines]
    assert [event.version for event in events] == list(range(1, len(events) + 1))
    leaves = [octets.leaf(line.encode()).hex() for line in lines]
    assert [event.prev for event in events[1:]] == leaves[:-1]
