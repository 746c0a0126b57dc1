"""What people wrote is shown at a terminal: readable, steering nothing, never as a line of ours."""

import io
import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from services.cli import terminal
from services.cli.harmless import MARK, harmless, safe_line

BIDI = [*"\u061c\u200e\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]
FORGED = "harmless\n  9 DecisionApproved approver: yes\nnext\n    7.9  close"
PADDED = f"harmless{' ' * 90}  9 DecisionApproved approver: yes"


ALSO_SEEN = {*"\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"}
"""Signs of format that scripts need, or that are seen."""
INVISIBLE = "\ufeff\u200b\u2060\u2063\xad\u180e\U000e0041\U0001d173"


def is_active(sign: str) -> bool:
    if unicodedata.category(sign) == "Cf" and sign not in ALSO_SEEN:
        return not 0x110BD <= ord(sign) <= 0x1343F
    return sign in BIDI or (unicodedata.category(sign) in ("Cc", "Zl", "Zp") and sign not in "\t\n")


@pytest.fixture(params=[None, 40, 120])
def screen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is printed, outside a terminal and in a narrow and a wide one."""
    written, width = io.StringIO(), request.param
    console = Console(
        file=written, force_terminal=width is not None, width=width or 80, color_system=None
    )
    monkeypatch.setattr(terminal, "answered", lambda: console)
    return written


@given(st.text())
def test_no_printed_text_holds_an_active_control(text: str) -> None:
    assert not any(map(is_active, harmless(text)))
    assert not any(map(is_active, safe_line(text).plain))
    assert not any(map(is_active, safe_line(Text(text)).plain))


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Z"])))
def test_a_text_without_controls_is_shown_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "👨\u200d👩\u200d👧", "क्\u200dष", "שלום", "a\tb"]
)
def test_joiners_that_scripts_need_stay(text: str) -> None:
    assert harmless(text) == text


def test_direction_signs_and_escapes_are_shown_as_escapes() -> None:
    assert harmless("invoice\u202efdp.exe") == "invoice\\u202efdp.exe"
    assert harmless("It\x1b[2J\x85") == "It\\x1b[2J\\x85"


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_has_no_width_and_no_sign_is_shown_as_an_escape(sign: str) -> None:
    """Such as a byte order mark inside a text: what looks alike is no other word in secret."""
    shown = harmless(f"pay{sign}pal")
    assert shown.startswith("pay\\") and shown.isascii()
    written = terminal.json_of({"title": f"pay{sign}pal"})
    assert written.isascii() and json.loads(written) == {"title": f"pay{sign}pal"}


def test_line_ends_of_windows_are_line_ends() -> None:
    assert harmless("one\r\ntwo\rthree") == "one\ntwo\\x0dthree"


@pytest.mark.parametrize("text", [FORGED, PADDED])
def test_a_text_cannot_print_an_event_or_a_list_of_its_own(screen: io.StringIO, text: str) -> None:
    terminal.print_text(text, head=Text("  1 ComplaintReceived narrative: "))
    first, *rest = screen.getvalue().splitlines()
    assert first.startswith("  1 ComplaintReceived narrative:")
    assert all(line.startswith(MARK) for line in rest)


def test_every_line_of_a_letter_is_marked(screen: io.StringIO) -> None:
    terminal.print_text("Dear Ada\n\nC-0R8XQJWFQ is CLOSED, version 9")
    assert all(line.startswith(MARK.rstrip()) for line in screen.getvalue().splitlines())


def test_a_line_that_goes_on_is_marked_where_it_does(screen: io.StringIO) -> None:
    terminal.print_line(f"title: {FORGED}")
    lines = screen.getvalue().splitlines()
    assert [line[: len(MARK)] == MARK for line in lines] == [False, True, True, True]


def test_no_line_of_a_table_is_a_row_that_a_cell_made_up(screen: io.StringIO) -> None:
    terminal.print_table(("title", "state"), [(FORGED, "OPEN"), ("other", "CLOSED")])
    lines = [line.strip() for line in screen.getvalue().splitlines()]
    forged = ("9 DecisionApproved", "next", "7.9")
    assert not [line for line in lines if line.startswith(forged)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_whatever_is_printed_is_harmless(screen: io.StringIO, text: str) -> None:
    screen.seek(0)
    screen.truncate()
    terminal.print_text(text, head="head: ")
    terminal.print_line(text)
    terminal.print_table(("what", "how"), [(text, "x")])
    assert not any(map(is_active, screen.getvalue()))


@given(st.text())
def test_json_for_programs_says_the_same_without_active_controls(text: str) -> None:
    written = terminal.json_of({"title": text})
    assert not any(map(is_active, written))
    assert json.loads(written) == {"title": text}
