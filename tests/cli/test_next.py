"""What may be done next and what is flagged, at the keyboard."""

import re

import pytest

from domain.clauses import heading
from domain.registry import COMMANDS
from services.access.rights import ROLES
from services.cli.handling import name_of, panel_of, shown
from services.cli.roles import AT_THE_KEYBOARD
from tests.cli.conftest import Keyboard
from tests.cli.test_reading import terminal

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def flagged(keyboard: Keyboard) -> str:
    """A complaint with many flags, in every view."""
    told = str(keyboard.json("log", *SMOKE)["reference"])
    again = ("--safety", "yes", "--ground", "facts_changed", "--handling", "extra_care")
    keyboard.types("assess", told, "--severity", "high", *again)
    keyboard.types("suspend-handling", told, "--ground", "police_case")
    keyboard.types("escalate", told, "--ground", "safety")
    keyboard.types("register-referral", told, "--body", "ombudsman")
    keyboard.types("record-contact", told, "--purpose", "reopening")
    keyboard.types("authorise-representative", told, "--contact", "name=Bo", *AUTHORITY)
    keyboard.project()
    return told


AUTHORITY = ("--authority-basis", "power_of_attorney")
SMOKE = ("--narrative", "Smoke", "--safety", "yes", "--complainant", "name=Ada")


def listed(lines: list[str]) -> set[str]:
    """The commands that stand under ``next``."""
    after = lines[[line.strip() for line in lines].index("next") + 1 :]
    return {name for line in after for name in re.findall(r"[a-z]+(?:-[a-z]+)+", line)}


def test_a_complaint_shows_what_may_be_done_next(keyboard: Keyboard) -> None:
    """By clause, in the words that are typed."""
    told = str(keyboard.json("receive", "--narrative", "x")["reference"])
    lines = keyboard.types("show", told).stdout.splitlines()
    assert {"add-issue", "settle-received", "take-immediate-action"} <= listed(lines)
    assert not {"approve-decision", "set-aside-decision"} & listed(lines)
    assert "not now" not in [line.strip() for line in lines]
    keyboard.types("assess", told, "--severity", "low", "--safety", "no")
    later = keyboard.types("show", told).stdout.splitlines()
    assert "open-investigation" in listed(later)


def test_why_not_tells_the_rule_and_what_to_do_instead(keyboard: Keyboard, flagged: str) -> None:
    """Every command stands in one of the two lists."""
    told = keyboard.types("show", flagged, "--why-not").stdout
    (line,) = [one for one in told.splitlines() if one.strip().split()[1:2] == ["reopen:"]]
    assert "ended" in line
    answer = keyboard.json("show", flagged)
    names = {one["command"] for one in (*answer["next"], *answer["not_now"])}
    assert names == {kind.name for kind in COMMANDS.values() if not kind.begins}


def test_the_next_steps_are_those_of_the_role(keyboard: Keyboard, flagged: str) -> None:
    """An auditor reads all and changes nothing here."""
    assert keyboard.json("show", flagged, "--as", "auditor")["next"] == []
    past = keyboard.json("show", flagged, "--version", "1")
    assert past["next"] is past["not_now"] is None


def test_the_queue_shows_every_flag_what_presses_most_first(
    keyboard: Keyboard, flagged: str
) -> None:
    """Safety before all else, and each flag can be chosen by."""
    head, *rows = keyboard.types("queue").stdout.splitlines()
    (ours,) = [row.split("\t") for row in rows if row.startswith(flagged)]
    about = ours[head.split("\t").index("about")]
    assert about.startswith("safety stopped level 1 outside decide care represented ")
    for flag in ("suspended", "escalated", "external", "needs-decision"):
        chosen = {row["reference"] for row in keyboard.json("queue", f"--{flag}", "yes")["rows"]}
        others = {row["reference"] for row in keyboard.json("queue", f"--{flag}", "no")["rows"]}
        assert flagged in chosen - others, flag


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("words", ["queue", "show {}", "show {} --why-not"])
def test_a_complaint_with_every_flag_fits_the_terminal(
    keyboard: Keyboard, flagged: str, words: str, width: int
) -> None:
    """Nothing hangs over; the reference and the safety flag are never cut."""
    lines = terminal(keyboard, width, *words.format(flagged).split())
    assert max(map(len, lines)) <= width
    (ours, *_) = [line for line in lines if flagged in line]
    assert words != "queue" or "safety" in ours


def test_a_promise_after_the_end_stays_on_the_list(keyboard: Keyboard) -> None:
    """Invariant 12, as it is seen."""
    told = str(keyboard.json("receive", "--narrative", "x")["reference"])
    keyboard.types("assess", told, "--severity", "low", "--safety", "no")
    planned = ("--kind", "corrective", "--source", "cause")
    keyboard.types("plan-action", told, *planned)
    keyboard.types("withdraw", told, "--means", "phone", "--ground", "solved")
    keyboard.project()
    owing = {row["reference"] for row in keyboard.json("queue", "--owing", "yes")["rows"]}
    assert told in owing
    (row,) = [r for r in keyboard.json("queue", "-n", "200")["rows"] if r["reference"] == told]
    assert (row["state"], row["is_open"], row["is_owing"]) == ("WITHDRAWN", False, True)


def test_every_role_of_staff_can_be_acted_in() -> None:
    """All but those of machines and of who publishes policies, which has a command of its own."""
    assert set(ROLES) - set(AT_THE_KEYBOARD) <= {"system", "policy_owner"}


def test_the_commands_stand_under_the_titles_of_their_clauses() -> None:
    """In the order of the standard."""
    panels = list(dict.fromkeys(panel_of(kind) for kind in shown()))
    clauses = dict.fromkeys(kind.clause for kind in shown())
    assert panels == [f"Handling, ISO 10002:2018, {heading(clause)}" for clause in clauses]
    assert name_of(shown()[0])
