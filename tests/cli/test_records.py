"""The record itself at the keyboard: erased for real, and what may be the same matter."""

import json

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers

NAME, EMAIL = "Wilhelmina Featherstonehaugh", "wilhelmina@example.org"
COMPLAINANT = ("--complainant", f"name={NAME},email={EMAIL},postal_code=SW1Y 4JH")
SETTLE = ("settle", "--narrative", f"{NAME} is cross", "--remedy", "kind=apology", *COMPLAINANT)


def approved(keyboard: Keyboard) -> tuple[str, str]:
    """An ended complaint, and its approved request to erase."""
    reference = keyboard.json(*SETTLE)["reference"]
    basis = ("--legal-basis", "right_to_erasure", "--as", "privacy_officer")
    keyboard.types("request-erasure", reference, *basis)
    history = keyboard.types("show", reference, "--content", "--json").stdout
    (request,) = [
        one["data"]["request_id"]
        for one in json.loads(history)["events"]
        if one["type"] == "ErasureRequested"
    ]
    keyboard.types("approve-erasure", reference, "--request-id", request[:8], "--as", "approver")
    return reference, request


def target_of(keyboard: Keyboard, reference: str, command: str) -> tuple[str, ...]:
    """What a command that answers for programs has to be told."""
    if command == "erase":
        ended, request = approved(keyboard)
        return (ended, "--request", request)
    if command in ("show", "history", "duplicates"):
        return (reference,)
    if command == "view":
        return ("deadlines",)
    if command == "generate":
        return ("-n", "2", "--into", f"{keyboard.settings.data}-generated")
    return ("case_queue",) if command == "projections rebuild" else ()


def test_an_erasure_is_carried_out_certified_and_certified_again(keyboard: Keyboard) -> None:
    """Nothing of what was erased is told; the second time nothing is left to do."""
    reference, request = approved(keyboard)
    assert NAME in keyboard.types("show", reference, "--content").stdout
    told = keyboard.types("erase", reference, "--request", request[:8]).stdout
    assert f"{reference}: personal data of everybody is erased" in told
    assert "3 keys destroyed" in told and "by right of right_to_erasure" in told
    again = keyboard.json("erase", reference, "--request", request)
    assert again["is_complete"] and len(again["key_ids"]) == 3
    assert NAME not in keyboard.types("show", reference, "--content").stdout
    checked = keyboard.json("check", "--no-topic", "--no-views")
    (erasures,) = [one for one in checked["findings"] if one["what"] == "erasures"]
    assert erasures["differs"] == 0 and erasures["checked"] >= 3


def test_an_erasure_that_nobody_approved_is_refused_in_one_sentence(keyboard: Keyboard) -> None:
    """With the rule and the way out."""
    reference = keyboard.json(*SETTLE)["reference"]
    keyboard.types("request-erasure", reference, "--legal-basis", "right_to_erasure")
    shown = keyboard.json("show", reference, "--content")
    request = shown["events"][-1]["data"]["request_id"]
    refused = keyboard.types("erase", reference, "--request", request, exit_code=1)
    assert "an erasure is approved before it is carried out" in refused.stderr
    unknown = keyboard.types("erase", reference, "--request", "zzz", exit_code=2)
    assert "no request's id" in unknown.stderr


def test_after_a_receipt_it_is_said_what_may_be_the_same_matter(keyboard: Keyboard) -> None:
    """One line, without the contact; ``duplicates`` tells which kind is alike."""
    email = "same.matter@example.org"
    first = keyboard.json("receive", "--narrative", "x", "--complainant", f"email={email}")
    told = keyboard.types("log", "--narrative", "x", "--complainant", f"email={email.upper()}")
    assert f"may be about the same as {first['reference']}" in told.stdout
    assert "same.matter" not in told.stdout.casefold()
    listed = keyboard.types("duplicates", first["reference"]).stdout
    assert listed.rstrip().endswith("same e-mail")
    (likely,) = keyboard.json("duplicates", first["reference"])["complaints"]
    assert likely["alike"] == ["email"]
    alone = keyboard.json("receive", "--narrative", "x")
    said = keyboard.types("duplicates", alone["reference"])
    assert "no other complaint" in said.stderr


def test_the_contact_index_is_made_anew(keyboard: Keyboard) -> None:
    """Also under a new key, with the same findings."""
    email = "again@example.org"
    first = keyboard.json("receive", "--narrative", "x", "--complainant", f"email={email}")
    keyboard.json("receive", "--narrative", "x", "--complainant", f"email={email}")
    made = keyboard.json("contact-index", "--new-key")
    assert made["complaints"] >= 2 and made["noted"] >= 2
    assert " noted" in keyboard.types("contact-index").stdout
    assert len(keyboard.json("duplicates", first["reference"])["complaints"]) == 1
