"""4.10 Requests for the record: who asks what is known of them, and what they were given."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, OutsideAct
from domain.complaint.confidentiality.disclosing import may_tend_personal_data
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import RecordRefused, RecordRequested, RecordSupplied
from domain.complaint.parties.access import party_meant
from domain.complaint.state import RecordRequest
from domain.errors import Refusal
from domain.roles import HANDLER, PARTY, PRIVACY
from domain.values import Code


class NobodyAsks(Refusal, code="NobodyAsks"):
    """A request for the record by somebody who is not named, in an anonymous complaint."""

    clause = "4.10"
    rule = "it has to be known who asks for the record"
    instead = "name the party in party_id; let the complainant join the complaint first if need be"


class NoSuchRecordRequest(Refusal, code="NoSuchRecordRequest"):
    """A request was answered that nobody made."""

    clause = "4.10"
    rule = "no such request for the record was made in this complaint"
    instead = "record the request first, and name it"


class RecordRequestAnswered(Refusal, code="RecordRequestAnswered"):
    """A request was answered before."""

    clause = "4.10"
    rule = "the request for the record was answered before"
    instead = "record another request, if there is one"


class NotTheirRecord(Refusal, code="NotTheirRecord"):
    """The record would be given to somebody who is neither complainant nor representative."""

    clause = "4.10"
    rule = "the record is supplied to complainants, and to representatives under their authority"
    instead = "refuse the request with a ground, or record the authority first"


class RequestRecord(OutsideAct):
    """A party asks for what is recorded about them."""

    scope_code: Annotated[Code, Field(description="What they ask for, such as everything")] = (
        "everything"
    )


class SupplyRecord(Act):
    """The party got what they asked for."""

    request_id: UUID
    format_code: Annotated[Code, Field(description="Such as paper, pdf or json")]
    is_redacted: Annotated[bool, Field(description="What is about others was left out")]


class RefuseRecord(Act):
    """The party does not get what they asked for."""

    request_id: UUID
    ground_code: Code


def _request_record(draft: Draft, command: RequestRecord) -> None:
    party_id = party_meant(draft.complaint, draft.actor, command.party_id)
    if party_id is None:
        raise NobodyAsks(complaint=draft.complaint.reference)
    requested = RecordRequested(
        request_id=draft.new_id("record request"), party_id=party_id, scope_code=command.scope_code
    )
    draft.add(requested, of=command)


def _may_answer(draft: Draft) -> None:
    """Raises NotReceived, NotTheirRole; NoSuchRecordRequest while none waits."""
    may_tend_personal_data(draft)
    if all(request.is_done for request in draft.complaint.record_requests.values()):
        raise NoSuchRecordRequest(complaint=draft.complaint.reference)


def _waiting(draft: Draft, request_id: UUID) -> RecordRequest:
    request = draft.complaint.record_requests.get(request_id)
    if request is None:
        raise NoSuchRecordRequest(request_id=request_id)
    if request.is_done:
        raise RecordRequestAnswered(request_id=request_id)
    return request


def _supply_record(draft: Draft, command: SupplyRecord) -> None:
    request = _waiting(draft, command.request_id)
    if not draft.complaint.acts_for(request.party_id, draft.occurred.day):
        raise NotTheirRecord(party_id=request.party_id)
    supplied = RecordSupplied(
        request_id=request.request_id,
        format_code=command.format_code,
        is_redacted=command.is_redacted,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(supplied, of=command)


def _refuse_record(draft: Draft, command: RefuseRecord) -> None:
    request = _waiting(draft, command.request_id)
    refused = RecordRefused(
        request_id=request.request_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(refused, of=command)


request_record = Decider(
    "request_record",
    RequestRecord,
    _request_record,
    clause="4.10",
    summary="Record that a party asks what is recorded about them",
    roles=HANDLER | PRIVACY | PARTY,
)
"""Record that a party asks for what is recorded about them, in any state (4.10)."""

supply_record = Decider(
    "supply_record",
    SupplyRecord,
    _supply_record,
    clause="4.10",
    summary="Record that a party was given what is recorded about them",
    roles=PRIVACY,
    may=_may_answer,
)
"""Record that they got it, in any state (4.10; invariant 5)."""

refuse_record = Decider(
    "refuse_record",
    RefuseRecord,
    _refuse_record,
    clause="4.10",
    summary="Refuse a party what they asked for, with a ground",
    roles=PRIVACY,
    may=_may_answer,
)
"""Record that they do not get it, and why (4.10)."""
