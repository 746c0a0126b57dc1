"""Keys for the API: shown once, listed without their secret, revoked for ever."""

import json
import re
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import InsufficientPrivilege

from services import addresses
from tests.cli.conftest import Keyboard
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers


def test_a_key_is_shown_once_and_listed_without_its_secret(keyboard: Keyboard) -> None:
    """The text is the answer; what to do with it is a remark."""
    told = keyboard.types("key", "new", "--role", "handler", "--unit", "north")
    key = told.stdout.strip()
    assert re.fullmatch(r"plaint_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", key)
    listed = keyboard.types("key", "list").stdout
    _, prefix, secret = key.split("_", 2)
    assert prefix in listed
    assert "north" in listed
    assert secret not in listed


def test_a_revoked_key_stays_listed_and_cannot_be_revoked_again(keyboard: Keyboard) -> None:
    """The second time ends with 4."""
    prefix = keyboard.json("key", "new", "--role", "auditor")["prefix"]
    keyboard.types("key", "revoke", prefix)
    (ours,) = [one for one in keyboard.json("key", "list")["keys"] if one["prefix"] == prefix]
    assert ours["revoked_at"] is not None
    keyboard.types("key", "revoke", prefix, exit_code=4)


def test_who_made_and_who_ended_a_key_stays_with_it_for_ever(
    keyboard: Keyboard, postgres: Cluster
) -> None:
    me = keyboard.json("key", "new", "--for", "me", "--role", "handler")["principal"]
    made = keyboard.json("key", "new", "--role", "auditor")
    keyboard.types("key", "revoke", made["prefix"])
    listed = {one["prefix"]: one for one in keyboard.json("key", "list")["keys"]}
    ours = listed[made["prefix"]]
    assert (made["made_by"], ours["made_by"], ours["revoked_by"]) == (me, me, me)
    assert f"revoked by {me[:8]}" in keyboard.types("key", "list").stdout
    dsn = make_conninfo(postgres.admin_dsn, dbname=keyboard_database(keyboard))
    with psycopg.connect(dsn) as superuser, pytest.raises(InsufficientPrivilege):
        superuser.execute("DELETE FROM staff WHERE prefix = %s", [made["prefix"]])


def keyboard_database(keyboard: Keyboard) -> str:
    return str(conninfo_to_dict(addresses.writer_dsn(keyboard.settings))["dbname"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--role", "boss"), "handler, investigator"),
        (("--role", "handler", "--unit", "N 1"), "code"),
    ],
)
def test_a_role_or_unit_that_there_is_not_is_refused(
    keyboard: Keyboard, words: tuple[str, ...], said: str
) -> None:
    """With those that there are."""
    assert said in keyboard.types("key", "new", *words, exit_code=2).stderr


def test_another_key_of_the_same_person_makes_no_second_person(keyboard: Keyboard) -> None:
    """Role, unit and label stay unless told; four characters of the id name the person."""
    told = ("--role", "handler", "--unit", "north", "--label", "front desk, A.")
    first = keyboard.json("key", "new", *told)
    second = keyboard.json("key", "new", "--for", first["principal"][:8])
    alike = ("principal", "role", "unit", "label")
    assert {name: second[name] for name in alike} == {name: first[name] for name in alike}
    assert second["key"] != first["key"]
    third = keyboard.json("key", "new", "--for", first["principal"], "--role", "approver")
    assert (third["principal"], third["role"]) == (first["principal"], "approver")
    ended = keyboard.types("key", "revoke", second["prefix"]).stderr
    assert first["prefix"] in ended and third["prefix"] in ended, "what goes on is said"
    keyboard.types("key", "new", "--for", "ffffffff-0000", exit_code=4)
    keyboard.types("key", "new", "--for", first["principal"][:3], exit_code=4)


def test_the_person_at_the_keyboard_is_the_same_over_http(keyboard: Keyboard) -> None:
    """A key of their own, so that what they propose here they cannot approve there."""
    mine = [keyboard.json("key", "new", "--for", "me", "--role", "approver") for _ in range(2)]
    assert mine[0]["principal"] == mine[1]["principal"]
    reference = keyboard.json("receive", "--narrative", "The kettle")["reference"]
    entries = keyboard.json("show", reference, "--content")["events"]
    assert entries[0]["actor"]["id"] == mine[0]["principal"]


def test_a_replaced_key_says_by_which_and_the_new_one_lives_as_long(keyboard: Keyboard) -> None:
    old = keyboard.json("key", "new", "--role", "auditor", "--expires", "90d")
    new = keyboard.json("key", "replace", old["prefix"], "--overlap", "7d")
    assert new["principal"] == old["principal"]
    listed = {one["prefix"]: one for one in keyboard.json("key", "list")["keys"]}
    assert listed[old["prefix"]]["replaced_by"] == new["prefix"]
    assert listed[old["prefix"]]["expires_at"] < listed[new["prefix"]]["expires_at"]
    assert "replaced by" in keyboard.types("key", "replace", old["prefix"], exit_code=4).stderr


@pytest.mark.parametrize(
    ("end", "exit_code"),
    [("2020-01-01", 2), ("soon", 2), ("0d", 2), ("2199-01-01", 0), ("12h", 0)],
)
def test_a_key_ends_in_the_future_or_not_at_all(
    keyboard: Keyboard, end: str, exit_code: int
) -> None:
    keyboard.types("key", "new", "--role", "auditor", "--expires", end, exit_code=exit_code)


def test_keys_made_replaced_and_revoked_are_logged_with_by_whom(keyboard: Keyboard) -> None:
    """Prefixes and ids; no secret and no label, which may name somebody."""
    assert keyboard.settings.data is not None
    log = keyboard.settings.data / "log"
    log.mkdir(exist_ok=True)
    told = ("--role", "auditor", "--label", "Anna Ottway")
    old = keyboard.json("key", "new", *told)
    new = keyboard.json("key", "replace", old["prefix"])
    keyboard.types("key", "revoke", new["prefix"])
    text = (log / "keyboard.log").read_text()
    # A client that an earlier test has left may say there that its broker is gone.
    logged = map(json.loads, text.splitlines())
    lines = [one for one in logged if one["event"] != "library"][-3:]
    assert [one["event"] for one in lines] == ["key.made", "key.replaced", "key.revoked"]
    assert {one["principal"] for one in lines} == {old["principal"]}
    assert lines[1]["replaced"] == old["prefix"]
    mine = keyboard.json("key", "new", "--for", "me", "--role", "handler")["principal"]
    assert {one["by"] for one in lines} == {mine}
    for secret in (old["key"].split("_", 2)[2], new["key"].split("_", 2)[2], "Ottway"):
        assert secret not in text


def test_a_partys_key_is_made_for_one_complaint(keyboard: Keyboard) -> None:
    """It says whose it is; for nobody there is none."""
    asked = ("key", "new", "--role", "party")
    assert "--party-id" in keyboard.types(*asked, exit_code=2).stderr
    stranger = "00000000-0000-4000-8000-000000000001"
    nowhere = (*asked, "--complaint", stranger, "--party-id", stranger)
    keyboard.types(*nowhere, exit_code=4)


def test_a_partys_key_has_no_label_that_an_erasure_would_leave(keyboard: Keyboard) -> None:
    reference = keyboard.json("log", "--narrative", "Cold.", "--complainant", "name=Ottilie")[
        "reference"
    ]
    theirs = ("--party-id", str(keyboard.json("show", reference)["party_id"]))
    asked = ("key", "new", "--role", "party", "--complaint", reference, *theirs)
    assert "no label" in keyboard.types(*asked, "--label", "Ottilie", exit_code=2).stderr
    assert keyboard.json(*asked)["role"] == "party"


def test_a_party_whose_part_is_over_gets_no_key_in_the_place_of_theirs(keyboard: Keyboard) -> None:
    """As none is made anew; while they have a part they do."""
    who = ("--narrative", "Late", "--complainant", "name=Ann")
    reference = keyboard.json("receive", *who)["reference"]
    acting = ("--authority-basis", "authority_letter", "--contact", "name=Bob")
    keyboard.types("authorise-representative", reference, *acting)
    told = keyboard.json("show", reference)["representations"][0]["representative_party_id"]
    asked = ("--role", "representative", "--complaint", reference, "--party-id", told)
    first = keyboard.json("key", "new", *asked)
    assert keyboard.json("key", "replace", first["prefix"])["principal"] == told
    keyboard.types("end-representation", reference, "--ground", "revoked")
    *_, last = keyboard.json("key", "list")["keys"]
    refused = keyboard.types("key", "replace", last["prefix"], exit_code=1)
    assert "a new authority comes with a new key" in " ".join(refused.stderr.split())
    assert keyboard.json("key", "list")["keys"][-1] == last
    assert last["part"] == "over"
    assert "part over" in keyboard.types("key", "list").stdout


def test_the_list_tells_which_keys_of_parties_let_nobody_in_any_more(keyboard: Keyboard) -> None:
    """Their part is over, or nothing is held of them, as after an erasure; staff have none."""

    def received(*more: str) -> tuple[str, str]:
        reference = str(keyboard.json("settle", "--narrative", "Late", *more)["reference"])
        party_id = str(keyboard.json("show", reference)["party_id"])
        asked = ("--role", "party", "--complaint", reference, "--party-id", party_id)
        return reference, str(keyboard.json("key", "new", *asked)["prefix"])

    def part_of(prefix: str) -> object:
        [told] = [one for one in keyboard.json("key", "list")["keys"] if one["prefix"] == prefix]
        return told["part"]

    who = ("--remedy", "kind=apology", "--complainant", "name=Ann")
    reference, prefix = received(*who)
    assert part_of(prefix) == "goes_on"
    basis = ("--legal-basis", "right_to_erasure", "--as", "privacy_officer")
    keyboard.types("request-erasure", reference, *basis)
    [erasure] = keyboard.json("show", reference)["erasures"]
    asked = ("--request-id", erasure["request_id"], "--as", "approver")
    keyboard.types("approve-erasure", reference, *asked)
    keyboard.types("erase", reference, "--request", erasure["request_id"])
    assert part_of(prefix) == "nothing_held"
    assert "nothing held" in keyboard.types("key", "list").stdout
    assert part_of(keyboard.json("key", "new", "--role", "auditor")["prefix"]) is None


def test_a_partys_key_is_nobodys_who_works_here(keyboard: Keyboard) -> None:
    mine = ("key", "new", "--role", "party", "--for", "me")
    told = keyboard.types(*mine, "--complaint", "x", "--party-id", str(UUID(int=4)), exit_code=2)
    assert "leave --for out" in told.stderr
