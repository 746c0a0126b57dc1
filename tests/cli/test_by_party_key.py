"""Somebody outside with a key of their own: each word that is theirs is done, and told so (4.9)."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from domain.complaint.party_view.own_steps import DEEDS
from services.cli.sent import Sent, show
from tests.cli.conftest import Keyboard
from tests.cli.offices import Office, serving

pytestmark = pytest.mark.servers

NOT_UPHELD = "issue_id=1,finding=not_upheld"
UPHELD = ("answer", "{}", "--finding", "issue_id=1,finding=upheld")
ANSWERED = (("answer", "{}", "--finding", NOT_UPHELD, "--recourse", "kind=internal"),)
OFFERED = ((*UPHELD, "--recourse", "kind=internal", "--remedy", "kind=refund,money=80.00 GBP"),)
REJECTED = (*ANSWERED, ("reject-decision", "{}", "--means", "letter"))
IN_REVIEW = (*REJECTED, ("request-review", "{}"))
DETERMINED = (
    *REJECTED,
    ("register-referral", "{}", "--body", "ombudsman", "--referred-by", "complainant"),
    ("record-determination", "{}", "--result", "upheld"),
)
ASKED = (("request-information", "{}", "--from-kind", "complainant", "--question", "When?"),)
REPRESENTED = (
    ("authorise-representative", "{}", "--contact", "name=Sol", "--authority-basis", "mandate"),
)
WORDS = {
    "end_representation": (REPRESENTED, "--ground revoked"),
    "correct_party_details": ((), "--values name=Adah --ground requested"),
    "attach_document": ((), "{file}"),
    "record_contact": ((), "--summary Hello"),
    "record_information": (ASKED, "--request-id {request_id}"),
    "accept_decision": (ANSWERED, "--means letter"),
    "reject_decision": (ANSWERED, "--means letter"),
    "request_review": (REJECTED, ""),
    "withdraw_review": (IN_REVIEW, ""),
    "accept_remedy": (OFFERED, "--remedy-id {remedy_id}"),
    "decline_remedy": (OFFERED, "--remedy-id {remedy_id}"),
    "decline_recourse": (REJECTED, "--kind internal --means letter"),
    "answer_determination": (DETERMINED, "--answer accepted"),
    "withdraw": ((), "--means letter"),
    "record_consent": ((), "--purpose publication --given yes"),
    "request_record": ((), ""),
}
"""What happened before it is typed, and what is typed after the reference."""


NOT_THEIRS = (
    *("history {}", "explain {}", "queue", "trends", "projections", "duplicates {}"),
    *("show {} --content", "letter {} --kind update", "add-note {} --note x"),
    "merge-complaint {} --into-id {} --ground same_complainant",
)


@dataclass(frozen=True)
class Own:
    """A complaint, and who made it with the key of their own."""

    office: Office
    who: str
    reference: str

    def types(self, *words: str, exit_code: int = 0) -> str:
        told = self.office.types(self.who, *words, exit_code=exit_code)
        return str(told.stdout or told.stderr)

    def sees(self) -> Any:
        """What they are shown of it."""
        return self.office.json(self.who, "show", self.reference)

    def does(self, name: str, file: Path) -> tuple[str, ...]:
        """The command as they type it, with the ids of what they are shown."""
        seen = self.sees()
        words = WORDS[name][1].format(
            file=file,
            remedy_id=(seen["remedies"] or [{}])[0].get("remedy_id"),
            request_id=(seen["asked_of_you"] or [{}])[0].get("request_id"),
        )
        word = "attach" if name == "attach_document" else name.replace("_", "-")
        return (word, self.reference, *words.split())


@pytest.fixture(scope="module")
def office(keyboard: Keyboard) -> Iterator[Office]:
    with serving(keyboard) as made:
        yield made


def own(office: Office, *before: tuple[str, ...]) -> Own:
    """A complaint that came so far at the keyboard, and the complainant with their key."""
    received = ("--narrative", "It exploded", "--complainant", "name=Ada")
    reference = str(office.keyboard.json("log", *received)["reference"])
    for words in before:
        office.keyboard.types(*(word.format(reference) for word in words))
    party_id = office.keyboard.json("show", reference)["party_id"]
    office.new_key(reference, "--complaint", reference, "--party-id", party_id)
    return Own(office, reference, reference)


@pytest.mark.parametrize("name", DEEDS)
def test_each_word_of_a_party_is_done_and_says_how_their_complaint_stands(
    office: Office, tmp_path: Path, name: str
) -> None:
    """In the words and states that are for them, and no version, which would tell of others."""
    (file := tmp_path / "a.txt").write_text("Look")
    its = own(office, *WORDS[name][0])
    said = its.types(*its.does(name, file)).splitlines()
    seen = its.sees()
    expected = [f"{its.reference} is {seen['state']}: recorded", f"  {seen['state_in_words']}"]
    assert said[:2] == expected
    assert "version" not in " ".join(said)


def test_for_programs_it_is_what_http_answers(office: Office) -> None:
    its = own(office)
    words = ("record-contact", its.reference, "--summary", "Hello", "--key", "once")
    first, again = (office.json(its.who, *words) for _ in range(2))
    assert first.keys() == {"command_id", "remarks", "complaint", "is_repeat"}
    assert (first["is_repeat"], again["is_repeat"]) == (False, True)
    assert first["complaint"] == its.sees()
    assert "recorded before" in its.types(*words)


def test_whoever_has_no_part_any_more_is_told_that_it_was_recorded() -> None:
    """Somebody ended that they act for another."""
    with redirect_stdout(StringIO()) as said:
        show(Sent({"command_id": "1", "remarks": [], "complaint": None}, False), as_json=False)
    assert said.getvalue() == "recorded; you have no part in this complaint any more\n"


@pytest.mark.parametrize("words", NOT_THEIRS)
def test_what_is_not_theirs_is_refused_in_a_sentence(office: Office, words: str) -> None:
    its = own(office)
    said = its.types(*(word.format(its.reference) for word in words.split()), exit_code=1)
    assert said.startswith("plaint: ") and "unforeseen" not in said
