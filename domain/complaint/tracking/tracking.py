"""7.3 Tracking: who is answerable, who was in touch, what did not arrive, what is noted."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes
from domain.complaint.acts import Act, OutsideAct, check_time_of_act
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    CommunicationFailed,
    ComplaintAssigned,
    ComplaintUnassigned,
    ContactRecorded,
    NoteAdded,
)
from domain.complaint.linking.brought_matter import letter_of_others
from domain.complaint.objectivity.excluding import check_not_excluded
from domain.complaint.tracking.updating import check_work_left
from domain.errors import Refusal
from domain.roles import HANDLER, INQUIRY, PARTY
from domain.values import Code, Day, VisibleText

ASSIGNING = HANDLER | {"management_representative"}


class NotAssigned(Refusal, code="NotAssigned"):
    """Nobody is answerable who could be relieved."""

    clause = "7.3"
    rule = "the complaint has no handler"
    instead = "assign one"


class NoSuchCommunication(Refusal, code="NoSuchCommunication"):
    """Something failed to arrive that was never sent."""

    clause = "7.3"
    rule = "no such communication was sent in this complaint"
    instead = "name the event of an acknowledgement, a response or a contact"


class DayNotOurs(Refusal, code="DayNotOurs"):
    """A contact of theirs would name the day by which the organisation answers."""

    clause = "7.3"
    rule = "by when the answer is expected is what the organisation tells whoever complains"
    instead = "leave final_expected_on out, or record that you told them, with direction outbound"


class Assign(Act):
    """A handler becomes answerable."""

    handler: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    unit: Code | None = None


class Unassign(Act):
    """The handler is relieved."""

    ground_code: Code


class RecordContact(OutsideAct):
    """Somebody was in touch; a wish to reopen awaits a decision."""

    direction: Literal["inbound", "outbound"] = "inbound"
    channel_code: Code | None = None
    purpose_code: Literal["status_request", "chaser", "new_information", "reopening", "other"] = (
        "other"
    )
    final_expected_on: Annotated[
        Day | None, Field(description="By when we said that the final response is expected")
    ] = None
    summary: Annotated[VisibleText | None, Field(description="What was said")] = None


class ReportFailedCommunication(OutsideAct):
    """Something that was sent did not arrive."""

    target_event_id: Annotated[UUID, Field(description="The event of what was sent")]
    failure_code: Literal["bounced", "returned", "wrong_recipient"]


class AddNote(Act):
    """A note for those who may see it."""

    note: VisibleText
    visibility_code: Code = "internal"


def _assign(draft: Draft, command: Assign) -> None:
    complaint = draft.complaint
    handler = command.handler or draft.actor.id
    check_not_excluded(draft, handler)
    if handler == complaint.handler and command.unit is None and not command.settles_event_ids:
        return
    unit = command.unit or (draft.actor.unit if handler == draft.actor.id else None)
    assigned = ComplaintAssigned(
        handler=handler, unit=unit, settles_event_ids=command.settles_event_ids or None
    )
    draft.add(assigned, of=command)


def _may_unassign(draft: Draft) -> None:
    check_work_left(draft)
    if draft.complaint.handler is None:
        raise NotAssigned(complaint=draft.complaint.reference)


def _unassign(draft: Draft, command: Unassign) -> None:
    unassigned = ComplaintUnassigned(
        ground_code=command.ground_code, settles_event_ids=command.settles_event_ids or None
    )
    draft.add(unassigned, of=command)


def _record_contact(draft: Draft, command: RecordContact) -> None:
    complaint = draft.complaint
    if command.channel_code:
        check_codes(draft.context.policy, "channels", [command.channel_code])
    if command.direction == "inbound" and command.final_expected_on:
        raise DayNotOurs(final_expected_on=command.final_expected_on)
    if command.direction == "outbound":
        if draft.actor.kind == "party":
            raise NotTheirRole(role=draft.actor.role, roles="handler")
        # What we did ourselves is an act of staff, whoever it was done for.
        check_time_of_act(complaint, occurred=draft.occurred, now=draft.context.now)
    contact = ContactRecorded(
        contact_id=draft.new_id("contact"),
        direction=command.direction,
        channel_code=command.channel_code or complaint.channel_code,
        party_id=command.party_id or complaint.party_id,
        purpose_code=command.purpose_code,
        final_expected_on=command.final_expected_on,
        summary=command.summary,
    )
    draft.add(contact, of=command)


def _may_report_failed(draft: Draft) -> None:
    if not draft.complaint.communications:
        raise NoSuchCommunication(complaint=draft.complaint.reference)


def _report_failed_communication(draft: Draft, command: ReportFailedCommunication) -> None:
    if command.target_event_id not in draft.complaint.communications:
        raise NoSuchCommunication(event_id=command.target_event_id)
    failed = CommunicationFailed(
        target_event_id=command.target_event_id,
        failure_code=command.failure_code,
        others_know=True if letter_of_others(draft.complaint, command.target_event_id) else None,
    )
    draft.add(failed, of=command)


def _add_note(draft: Draft, command: AddNote) -> None:
    note = NoteAdded(
        visibility_code=command.visibility_code,
        note=command.note,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(note, of=command)


assign = Decider(
    "assign",
    Assign,
    _assign,
    clause="7.3",
    summary="Make somebody answerable for the complaint",
    roles=ASSIGNING,
    may=check_work_left,
)
"""Make somebody answerable (7.3); [] if they are.

Raises IsExcluded; HasEnded, unless a remedy or an action is outstanding.
"""

unassign = Decider(
    "unassign",
    Unassign,
    _unassign,
    clause="7.3",
    summary="Relieve the handler",
    roles=ASSIGNING,
    may=_may_unassign,
)
"""Relieve the handler (7.3).

Raises NotAssigned; HasEnded, unless a remedy or an action is outstanding.
"""

record_contact = Decider(
    "record_contact",
    RecordContact,
    _record_contact,
    clause="7.3",
    summary="Record that somebody was in touch",
    roles=HANDLER | PARTY,
)
"""Record that somebody was in touch, in any state (7.3).

Raises UnknownCode; DayNotOurs for what comes in; InTheFuture, TimeUnknown, BeforeReceipt for what
goes out, and NotTheirRole to a party.
"""

report_failed_communication = Decider(
    "report_failed_communication",
    ReportFailedCommunication,
    _report_failed_communication,
    clause="7.3",
    summary="Record that something sent did not arrive",
    may=_may_report_failed,
)
"""Record what did not arrive, in any state (7.3)."""

add_note = Decider(
    "add_note",
    AddNote,
    _add_note,
    clause="7.3",
    summary="Add a note",
    roles=INQUIRY,
)
"""Add a note, in any state (7.3)."""
