"""What a letter may know: a few facts of the complaint, and whom it is for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.complaint.documents.letters import ANSWERS, LetterSaid
from domain.complaint.events import Contact, Recourse
from domain.complaint.linking.brought_matter import guests_of, points_of
from domain.complaint.parts import FindingCode
from domain.complaint.remedies.whose import is_for
from domain.complaint.state import Complaint, IssueState, PartyState
from domain.values import Money

PARTS = ("name", "organisation", "address", "postal_code", "region", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacts:
    """One point of the complaint, and what was found about it.

    number: as its complainant knows it; with its reference, where the letter is about several.
    """

    number: int | str
    category_code: str
    finding_code: FindingCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyFacts:
    """What is offered or owed."""

    kind_code: str
    money: Money | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to, and how they are reached as far as it is known."""

    party_id: UUID | None
    contact: Contact | None


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
    to: Addressee,
    organisation: str,
    contact_point: str,
    written_on: date,
) -> LetterFacts:
    """What a letter on this complaint knows: of its points, those of whom it goes to."""
    guests = guests_of(complaint, to.party_id, written_on)
    decided = complaint.decision.issues if complaint.decision else ()
    findings = {one.issue_id: one.finding_code for one in decided}
    return LetterFacts(
        organisation=organisation,
        written_on=written_on,
        reference=_reference(complaint, guests),
        received_on=_received_on(complaint, guests),
        name=_name(to.contact),
        address=_address(to.contact),
        contact_point=contact_point,
        issues=tuple(
            IssueFacts(
                number=_number(issue, guests),
                category_code=issue.told.category_code,
                finding_code=findings.get(issue.issue_id) or complaint.finding(issue.issue_id),
            )
            for issue in _points(complaint, said, findings, to.party_id, written_on)
        ),
        remedies=_remedies(complaint, complaint.acts_for(to.party_id, written_on)),
        recourse=said.recourse,
        answer_due_on=_due_on(complaint, to.party_id, written_on),
        final_expected_on=said.final_expected_on,
        text=said.text,
    )


def _name(contact: Contact | None) -> str | None:
    """On one line: it stands within a sentence."""
    name = (contact.name or contact.organisation) if contact else None
    return " ".join(name.split()) if name else None


def _address(contact: Contact | None) -> tuple[str, ...]:
    lines = [getattr(contact, part, None) for part in PARTS]
    return tuple(part for line in lines if line for part in str(line).splitlines() if part.strip())


def _remedies(complaint: Complaint, people: Collection[UUID]) -> tuple[RemedyFacts, ...]:
    """Those of the decision to be told to them, and else those of theirs that stand."""

    def is_theirs(whose: Collection[UUID]) -> bool:
        return not people or is_for(complaint, whose, people)

    decision = complaint.decision
    proposed = decision.remedies if decision else ()
    found = [
        RemedyFacts(kind_code=one.kind_code, money=one.money, due_on=one.due_on)
        for one in proposed
        if decision and is_theirs((one.party_id,) if one.party_id else decision.whose)
    ]
    standing = [
        RemedyFacts(kind_code=one.kind_code, money=one.money, due_on=None)
        for one in complaint.remedies.values()
        if one.is_granted and is_theirs(one.whose)
    ]
    return tuple(found if proposed else standing)


def _points(
    complaint: Complaint,
    said: LetterSaid,
    findings: Mapping[UUID, FindingCode],
    to_party_id: UUID | None,
    day: date,
) -> Iterator[IssueState]:
    """What is to be answered; in an answer also what was settled by it, and no point that left."""
    for issue in points_of(complaint, to_party_id, day):
        is_answered = issue.status == "settled" and issue.issue_id in findings
        if issue.status == "open" or (is_answered and said.kind in ANSWERS):
            yield issue


def _reference(complaint: Complaint, guests: Sequence[PartyState]) -> str:
    """The reference that they know: of the complaints that they made themselves."""
    known = dict.fromkeys(each.reference for each in guests if each.reference)
    return ", ".join(known) or complaint.reference


def _number(issue: IssueState, guests: Sequence[PartyState]) -> int | str:
    """The number of a point in the complaint that its complainant made themselves."""
    owners = [each for each in guests if each.party_id in (issue.told.party_ids or ())]
    if not owners:
        return issue.issue_no
    number, references = issue.told.own_no or issue.issue_no, {each.reference for each in guests}
    return number if len(references) == 1 else f"{owners[0].reference} {number}"


def _received_on(complaint: Complaint, guests: Sequence[PartyState]) -> date | None:
    """When they complained, by the earliest of what they made themselves."""
    days = [each.received.day for each in guests if each.received and each.received.day]
    return min(days, default=complaint.received.day)


def _due_on(complaint: Complaint, party_id: UUID | None, day: date) -> date | None:
    """The day until whose end the answer is due to whom it goes to.

    To who came with a merged complaint that is their own day, where they have one.
    """
    whose = complaint.acts_for(party_id, day)
    theirs, of_whole = list[date](), list[date]()
    for one in complaint.deadlines.values():
        if one.status == "running" and one.fact.kind == "response":
            about = one.fact.about
            if about is None:
                of_whole.append(one.due_on)
            elif about.kind == "party" and about.id in whose:
                theirs.append(one.due_on)
    is_alone = bool(theirs and guests_of(complaint, party_id, day))
    return min(theirs if is_alone else [*theirs, *of_whole], default=None)
