"""7.6 Finding out: who was asked for what, what came of it, and what shows what happened."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.attaching import check_attached
from domain.authority import NotTheirRole
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import EvidenceRecorded, InformationReceived, InformationRequested
from domain.events.parts import Ids
from domain.inquirers import check_inquirer
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


class RequestInformation(Act):
    """Somebody is asked for what is needed to go on."""

    from_kind: Annotated[
        Literal["complainant", "representative", "staff", "unit", "third_party", "external_body"],
        Field(description="Who is asked"),
    ]
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


def _request_information(deed: Deed, command: RequestInformation) -> None:
    requested = InformationRequested(
        request_id=deed.new_id("request"),
        from_kind=command.from_kind,
        question=command.question,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(requested, of=command)


def _may_record(deed: Deed) -> None:
    if deed.actor.kind != "party":
        check_inquirer(deed)
    if not deed.complaint.inquiries:
        raise NothingAsked(complaint=deed.complaint.reference)


def _record_information(deed: Deed, command: RecordInformation) -> None:
    complaint = deed.complaint
    inquiry = complaint.inquiries.get(command.request_id)
    if inquiry is None:
        raise NothingAsked(request_id=command.request_id)
    if deed.actor.kind == "party" and not inquiry.is_of_complainant:
        raise NotTheirRole(role=deed.actor.role, asked=inquiry.from_kind)
    for document_id in command.document_ids:
        check_attached(complaint, document_id)
    received = InformationReceived(
        request_id=command.request_id,
        document_ids=command.document_ids,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(received, of=command)


def _may_record_evidence(deed: Deed) -> None:
    deed.require_open()
    check_inquirer(deed)


def _record_evidence(deed: Deed, command: RecordEvidence) -> None:
    check_attached(deed.complaint, command.document_id)
    if command.checked_by is not None and command.check_code is None:
        raise NotChecked(checked_by=command.checked_by)
    checked_by = command.checked_by or (deed.actor.id if command.check_code else None)
    evidence = EvidenceRecorded(
        evidence_id=deed.new_id("evidence"),
        kind_code=command.kind_code,
        source_kind=command.source_kind,
        document_id=command.document_id,
        check_code=command.check_code,
        checked_by=checked_by,
        statement=command.statement,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(evidence, of=command)


request_information = Decision(
    "request_information", RequestInformation, _request_information, may=check_inquirer
)
"""Ask somebody for what is needed, in any state (7.6). Raises NotTheirRole."""

record_information = Decision(
    "record_information", RecordInformation, _record_information, may=_may_record
)
"""Record what was asked for, in any state (7.6).

Raises NotTheirRole, NothingAsked, NoSuchDocument.
"""

record_evidence = Decision(
    "record_evidence", RecordEvidence, _record_evidence, may=_may_record_evidence
)
"""Record what shows what happened (7.6).

Raises HasEnded, NotTheirRole, NoSuchDocument, NotChecked.
"""
