"""Whose complaint goes on in another one, at the keyboard: named, written to, shown, found."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers

GROUP = ("--ground", "represented_group")


def received(keyboard: Keyboard, name: str) -> dict[str, Any]:
    told: dict[str, Any] = keyboard.json(
        "receive", "--narrative", f"{name} waits", "--complainant", f"name={name}"
    )
    return told


def joined(keyboard: Keyboard, reference: str) -> str:
    """The party that came with a merged complaint."""
    parties = keyboard.json("show", reference)["parties"]
    (party_id,) = [one["party_id"] for one in parties if one["from_id"]]
    return str(party_id)


def test_each_is_acknowledged_of_their_own_points_and_shown_until_then(keyboard: Keyboard) -> None:
    ann, bob = received(keyboard, "Ann"), received(keyboard, "Bob")
    here, there = ann["reference"], bob["reference"]
    refused = keyboard.types("merge-complaint", here, "--into-id", there, exit_code=1)
    assert "represented_group" in refused.stderr
    keyboard.types("merge-complaint", here, "--into-id", there, *GROUP)
    party = joined(keyboard, there)
    shown = keyboard.types("show", there).stdout
    assert f"answers {here} too" in shown
    assert "still due to them: acknowledgement, response" in " ".join(shown.split())
    assert f"goes on in {there}" in keyboard.types("show", here).stdout
    to = ("--to-party-id", party[:8])
    told = keyboard.types("letter", there, "--kind", "acknowledgement", *to, "--send").stdout
    assert "Dear Ann" in told
    assert f"Your complaint {here}" in told
    assert "about 1 point:" in told
    shown = " ".join(keyboard.types("show", there).stdout.split())
    assert "still due to them: response" in shown
    assert "not acknowledged" in shown, "Bob was told nothing yet"


def test_a_document_is_found_from_the_part_and_the_parts_are_named(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    issues = ("--issue", "category=delay", "--issue", "category=damage")
    whole = keyboard.json("log", "--narrative", "Late", *issues)["reference"]
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sirs")
    keyboard.types("attach", whole, str(letter))
    keyboard.types("split-complaint", whole, "--issue-id", "2")
    told = keyboard.json("show", whole)
    (document,) = [one["document_id"] for one in told["documents"]]
    part = keyboard.json("show", told["split_into"][0])["reference"]
    shown = keyboard.types("show", part).stdout
    assert f"split from {whole}" in shown
    assert f"document {document[:8]} lies in {whole}" in shown
    assert f"split off: {part}" in keyboard.types("show", whole).stdout
    out = tmp_path / "out.txt"
    keyboard.types("document", part, document[:8], "--out", str(out))
    assert out.read_text() == "Dear Sirs"
