"""What a letter may know: a few facts of the complaint, and whom it is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.complaint import Complaint
from domain.events import Contact, PartyDetailsCorrected, Recourse
from domain.events.parts import FindingCode
from domain.letters import LetterSaid
from domain.recorded import Recorded
from domain.values import Money, is_visible

PARTS = ("name", "organisation", "address", "postal_code", "region", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacts:
    """One point of the complaint, and what was found about it."""

    number: int
    category_code: str
    finding_code: FindingCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyFacts:
    """What is offered or owed."""

    kind_code: str
    money: Money | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """Everything that a template sees, as ``letter``. address: lines, the name among them."""

    organisation: str
    written_on: date
    reference: str
    received_on: date | None
    name: str | None
    address: tuple[str, ...]
    contact_point: str
    issues: tuple[IssueFacts, ...]
    remedies: tuple[RemedyFacts, ...]
    recourse: tuple[Recourse, ...]
    answer_due_on: date | None
    final_expected_on: date | None
    text: str | None


def facts_of(
    complaint: Complaint,
    said: LetterSaid,
    *,
    contact: Contact | None,
    organisation: str,
    contact_point: str,
    written_on: date,
) -> LetterFacts:
    """What a letter on this complaint knows."""
    decided = complaint.decision.issues if complaint.decision else ()
    findings = {one.issue_id: one.finding_code for one in decided}
    return LetterFacts(
        organisation=organisation,
        written_on=written_on,
        reference=complaint.reference,
        received_on=complaint.received.day,
        name=_name(contact),
        address=_address(contact),
        contact_point=contact_point,
        issues=tuple(
            IssueFacts(
                number=issue.issue_no,
                category_code=issue.told.category_code,
                finding_code=findings.get(issue.issue_id) or complaint.finding(issue.issue_id),
            )
            for issue in complaint.issues.values()
        ),
        remedies=_remedies(complaint),
        recourse=said.recourse,
        answer_due_on=_due_on(complaint),
        final_expected_on=said.final_expected_on,
        text=said.text,
    )


def contact_of(events: Sequence[Recorded], party_id: UUID | None) -> Contact | None:
    """How a party is reached, as their events tell it, the later before the earlier.

    None where nothing is known, or nothing can be opened any more.
    """
    known: dict[str, object] = {}
    for event in (one.event for one in events):
        under = getattr(event, event.SEALED_UNDER, None)
        if party_id is None or under != party_id:
            continue
        if isinstance(event, PartyDetailsCorrected):
            # What was corrected to nothing is known no more.
            known = {name: told for name, told in known.items() if name not in event.field_codes}
        for contact in _contacts(event):
            # Older receipts may hold what nobody can see; it says nothing.
            known |= {name: told for name, told in contact if told and is_visible(told)}
    return Contact.model_validate(known) if known else None


def _contacts(event: object) -> Iterable[Contact]:
    fields = getattr(type(event), "model_fields", {})
    values = (getattr(event, name) for name in fields)
    return (value for value in values if isinstance(value, Contact))


def _name(contact: Contact | None) -> str | None:
    """On one line: it stands within a sentence."""
    name = (contact.name or contact.organisation) if contact else None
    return " ".join(name.split()) if name else None


def _address(contact: Contact | None) -> tuple[str, ...]:
    lines = [getattr(contact, part, None) for part in PARTS]
    return tuple(part for line in lines if line for part in str(line).splitlines() if part.strip())


def _remedies(complaint: Complaint) -> tuple[RemedyFacts, ...]:
    """Those of the decision to be told, and else those that stand."""
    proposed = complaint.decision.remedies if complaint.decision else ()
    found = [
        RemedyFacts(kind_code=one.kind_code, money=one.money, due_on=one.due_on) for one in proposed
    ]
    standing = [
        RemedyFacts(kind_code=one.kind_code, money=one.money, due_on=None)
        for one in complaint.remedies.values()
        if one.is_granted
    ]
    return tuple(found or standing)


def _due_on(complaint: Complaint) -> date | None:
    """The day until whose end the answer is due."""
    running = [
        one.due_on
        for one in complaint.deadlines.values()
        if one.status == "running" and one.fact.kind == "response" and one.fact.about is None
    ]
    return min(running, default=None)
