"""7.6 Finding out: who was asked for what, what came of it, and what shows what happened."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import check_attached
from domain.complaint.draft import Draft
from domain.complaint.events import EvidenceRecorded, InformationReceived, InformationRequested
from domain.complaint.investigation.asked_parties import is_asked_of
from domain.complaint.investigation.investigators import check_inquirer
from domain.complaint.investigation.state import OF_COMPLAINANT, Inquiry
from domain.complaint.parties.addressing import addressee, check_known
from domain.complaint.parts import Ids
from domain.errors import Refusal
from domain.roles import INQUIRY, PARTY
from domain.values import Code, VisibleText


class NothingAsked(Refusal, code="NothingAsked"):
    """An answer to something that nobody asked for."""

    clause = "7.6"
    rule = "no such request for information was made"
    instead = "name the request; what came unasked is a contact or a document"


class NotChecked(Refusal, code="NotChecked"):
    """Somebody is named as having checked, but not how."""

    clause = "7.6"
    rule = "who checked the evidence is recorded with how it was checked"
    instead = "give check_code too, or leave checked_by out"


class NotOfTheirSide(Refusal, code="NotOfTheirSide"):
    """A party of the complaint is named as somebody else who is asked."""

    clause = "7.6"
    rule = "a party of the complaint is asked as complainant or representative"
    instead = "say so in from_kind, or leave to_party_id out"


class RequestInformation(Act):
    """Somebody is asked for what is needed to go on."""

    from_kind: Annotated[
        Literal["complainant", "representative", "staff", "unit", "third_party", "external_body"],
        Field(description="Who is asked"),
    ]
    to_party_id: Annotated[
        UUID | None,
        Field(description="Who of several on their side is asked; all unless told"),
    ] = None
    question: VisibleText | None = None


class RecordInformation(Act):
    """What was asked for arrived, or a part of it."""

    request_id: UUID
    document_ids: Annotated[Ids, Field(description="The attached documents that came")] = ()


class RecordEvidence(Act):
    """Something that shows what happened."""

    kind_code: Annotated[Code, Field(description="Such as statement, photo or log")]
    source_kind: Annotated[
        Literal["complainant", "staff", "subject_person", "third_party", "record"],
        Field(description="Whom it is from"),
    ]
    document_id: UUID | None = None
    check_code: Annotated[Code | None, Field(description="How it was checked")] = None
    checked_by: Annotated[
        UUID | None, Field(description="Whoever acts, where it was checked, unless told")
    ] = None
    statement: VisibleText | None = None


def _told_to(draft: Draft, command: RequestInformation) -> UUID | None:
    """Who alone is asked. Raises NoSuchParty, WithoutAuthority, NotOfTheirSide."""
    if command.to_party_id is None:
        return None
    check_known(draft.complaint, command.to_party_id)
    if command.from_kind not in OF_COMPLAINANT:
        raise NotOfTheirSide(from_kind=command.from_kind, to_party_id=command.to_party_id)
    return addressee(draft, command.to_party_id)


def _request_information(draft: Draft, command: RequestInformation) -> None:
    requested = InformationRequested(
        request_id=draft.new_id("request"),
        from_kind=command.from_kind,
        to_party_id=_told_to(draft, command),
        question=command.question,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(requested, of=command)


def _may_record(draft: Draft) -> None:
    if draft.actor.kind != "party":
        check_inquirer(draft)
    if not draft.complaint.inquiries:
        raise NothingAsked(complaint=draft.complaint.reference)


def _check_asked(draft: Draft, inquiry: Inquiry) -> None:
    """Refuse an answer to what others were asked, as if there were none. Raises NothingAsked."""
    complaint, actor = draft.complaint, draft.actor
    theirs = {actor.id, *complaint.acts_for(actor.id, draft.occurred.day)}
    if not is_asked_of(complaint, inquiry, theirs):
        raise NothingAsked(request_id=inquiry.request_id)


def _record_information(draft: Draft, command: RecordInformation) -> None:
    complaint = draft.complaint
    inquiry = complaint.inquiries.get(command.request_id)
    if inquiry is None:
        raise NothingAsked(request_id=command.request_id)
    if draft.actor.kind == "party":
        _check_asked(draft, inquiry)
    for document_id in command.document_ids:
        check_attached(complaint, document_id)
    received = InformationReceived(
        request_id=command.request_id,
        document_ids=command.document_ids,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(received, of=command)


def _may_record_evidence(draft: Draft) -> None:
    draft.require_open()
    check_inquirer(draft)


def _record_evidence(draft: Draft, command: RecordEvidence) -> None:
    check_attached(draft.complaint, command.document_id)
    if command.checked_by is not None and command.check_code is None:
        raise NotChecked(checked_by=command.checked_by)
    checked_by = command.checked_by or (draft.actor.id if command.check_code else None)
    evidence = EvidenceRecorded(
        evidence_id=draft.new_id("evidence"),
        kind_code=command.kind_code,
        source_kind=command.source_kind,
        document_id=command.document_id,
        check_code=command.check_code,
        checked_by=checked_by,
        statement=command.statement,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(evidence, of=command)


request_information = Decider(
    "request_information",
    RequestInformation,
    _request_information,
    clause="7.6",
    summary="Ask somebody for information",
    roles=INQUIRY,
    may=check_inquirer,
)
"""Ask somebody for what is needed, in any state (7.6)."""

record_information = Decider(
    "record_information",
    RecordInformation,
    _record_information,
    clause="7.6",
    summary="Record what was asked for",
    roles=INQUIRY | PARTY,
    may=_may_record,
)
"""Record what was asked for, in any state (7.6)."""

record_evidence = Decider(
    "record_evidence",
    RecordEvidence,
    _record_evidence,
    clause="7.6",
    summary="Record what shows what happened",
    roles=INQUIRY,
    may=_may_record_evidence,
)
"""Record what shows what happened (7.6)."""
