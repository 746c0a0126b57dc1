"""A complaint at the keyboard, from its receipt to its figures, on any day."""

import re
from datetime import datetime

import pytest

from adapters import clock
from tests.cli.conftest import Keyboard
from tests.clocks.moments import MOMENTS, ZONE
from tests.clocks.stepping import set_clock

IN_ORDER = sorted(MOMENTS, key=lambda name: MOMENTS[name](clock.now()))
"""As time goes on, for they all come to one installation."""
DATE_LINE = r"(?m)^\W*(\d{1,2} \w+ \d{4})$"

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("name", IN_ORDER)
def test_receipt_letter_and_figure_are_of_the_local_day(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    moment = MOMENTS[name](clock.now())
    set_clock(monkeypatch, moment)
    receive = ("receive", "--narrative", "Cold soup", "--complainant", "name=Jo Bloggs")
    reference = keyboard.json(*receive)["reference"]
    received = datetime.fromisoformat(keyboard.json("show", reference)["received"]["at"])
    assert moment <= received < clock.now()
    assert "acknowledgement" in keyboard.types("explain", reference).stdout.lower()

    before = clock.now()
    letter = keyboard.types("letter", reference, "--kind", "acknowledgement", "--send").stdout
    assert f"received on {written(received)}" in letter
    assert {written(before), written(clock.now())} & set(re.findall(DATE_LINE, letter))
    keyboard.project()
    day = received.astimezone(ZONE).date().isoformat()
    asked = ("--figure", "received", "--by", "day", "--since", day, "--until", day)
    (figure,) = keyboard.json("trends", *asked)["figures"]
    assert [row["period"] for row in figure["rows"]] == [day]
    assert reference in keyboard.types("queue").stdout


def written(at: datetime) -> str:
    """The local day as a letter writes it."""
    local = at.astimezone(ZONE)
    return f"{local.day} {local:%B %Y}"
