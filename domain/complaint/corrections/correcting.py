"""4.9 Corrections: an event that says something wrong stays, and another says what is right."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from domain.codes import check_codes
from domain.complaint.acts import check_not_in_the_future, check_time_of_act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.corrections.copies import tell_copies
from domain.complaint.corrections.corrected_fields import OCCURRED, PROOF, when_of, when_text
from domain.complaint.corrections.own_checks import check_field, check_time
from domain.complaint.corrections.own_commands import check_has_no_command, whose_exclusion
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import RecordCorrected
from domain.complaint.linking.told_of_people import OfMatter
from domain.complaint.linking.told_where_it_goes_on import (
    due_where_it_goes_on,
    keep_right,
    tell_receipts,
)
from domain.complaint.preconditions import NotReceived
from domain.complaint.reckoning import placed
from domain.errors import Refusal
from domain.event import classes_of
from domain.privacy import P0, P2, P4, PrivacyClass
from domain.recorded import Recorded
from domain.roles import PRIVACY
from domain.values import Code, VisibleText, When

NEVER_CHANGES = frozenset({"reference"})
"""Who was told it quotes it (invariant 3)."""


class NoSuchEvent(Refusal, code="NoSuchEvent"):
    """An event was named that the complaint does not have."""

    clause = "4.9"
    rule = "no event of this complaint has this id"
    instead = "name an event as the complaint's history shows it"


class NoSuchField(Refusal, code="NoSuchField"):
    """A field was named that such an event does not have, or that never changes."""

    clause = "4.9"
    rule = "an event of this type has no such field that could be corrected"
    instead = "name occurred, entered_from or one of its fields; docs/events.md lists them"


class NotAValueOfField(Refusal, code="NotAValueOfField"):
    """What is said to be right cannot stand in the field."""

    clause = "4.9"
    rule = "the field cannot hold this"
    instead = "give one value of the field's form; issues, parties and remedies have commands"


class NothingToCorrect(Refusal, code="NothingToCorrect"):
    """The record says so already."""

    clause = "4.9"
    rule = "this is what the record says"
    instead = "say what is right, or leave the record as it is"


class CorrectRecord(OfMatter):
    """An event of this complaint said something wrong."""

    NEEDS_HISTORY: ClassVar[bool] = True
    NEEDS_HISTORIES: ClassVar[bool] = True

    target_event_id: Annotated[UUID, Field(description="The event that is wrong")]
    field: Annotated[
        Code, Field(description="The field that is wrong, occurred, or entered_from: its proof")
    ]
    right: Annotated[
        VisibleText | None, Field(description="What is right; left out where nothing would be")
    ] = None
    ground_code: Annotated[Code, Field(description="Such as clerical_error")]


def _may_correct(draft: Draft) -> None:
    """Raises NotReceived."""
    if draft.state is None:
        raise NotReceived


def _correct_record(draft: Draft, command: CorrectRecord) -> None:
    target = _named(draft, command.target_event_id)
    mark = _class_of(target, command.field)
    right = _public_right(draft, target, command) if mark is P0 else command.right
    wrong = _said(draft, target, command.field, mark)
    # A proof that was named at once is named again, so that another person vouches for it.
    if right == wrong and command.field != PROOF:
        raise NothingToCorrect(event_id=target.event_id, field=command.field)
    lifted = whose_exclusion(target.event, command.field, command.right)
    kind = _suffix(mark)
    event = target.event
    party_id = getattr(event, event.SEALED_UNDER, None) if mark in (P2, P4) else None
    for_approval = ActForApproval(
        act=command, about=target, marks={"right": mark}, party_id=party_id
    )
    corrected = RecordCorrected(
        target_event_id=target.event_id,
        field=command.field,
        ground_code=command.ground_code,
        party_id=party_id,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, for_approval),
        **lifted,
        **{f"wrong{kind}": wrong, f"right{kind}": right},
    )
    cause, before = len(draft.facts), due_where_it_goes_on(draft)
    draft.add(corrected, of=command)
    if (command.target_event_id, command.field) == (draft.complaint.received_event_id, OCCURRED):
        tell_receipts(draft, corrected, cause)
    tell_copies(draft, corrected, target, cause)
    keep_right(draft, before, cause, "corrected")


def _named(draft: Draft, event_id: UUID) -> Recorded:
    for one in draft.context.history:
        if one.event_id == event_id:
            return one
    raise NoSuchEvent(event_id=event_id)


def _class_of(target: Recorded, field: str) -> PrivacyClass:
    if field in (OCCURRED, PROOF):
        return P0
    found = classes_of(type(target.event)).get(field)
    if found is None or field in NEVER_CHANGES:
        raise NoSuchField(type=target.event.TYPE, field=field)
    check_has_no_command(target.event, field, found)
    return found


def _suffix(mark: PrivacyClass) -> str:
    """Which pair of fields holds what was wrong and what is right; staff ids go with the text."""
    return {P0: "", P2: "_identity", P4: "_special"}.get(mark, "_text")


def _said(draft: Draft, target: Recorded, field: str, mark: PrivacyClass) -> str | None:
    """What the record says now: the event, as far as it was not corrected before."""
    for one in reversed(draft.context.history):
        before = one.event
        if not isinstance(before, RecordCorrected) or before.field != field:
            continue
        if before.target_event_id == target.event_id:
            said: str | None = getattr(before, f"right{_suffix(mark)}")
            return said
    if field == PROOF:
        return str(target.entered_from) if target.entered_from else None
    return when_text(target.occurred) if field == OCCURRED else _text(target, field)


def _text(target: Recorded, field: str) -> str | None:
    value: Any = getattr(target.event, field)
    if value is None or isinstance(value, str):
        return value
    return TypeAdapter(Any).dump_json(value, exclude_none=True).decode().strip('"')


def _public_right(draft: Draft, target: Recorded, command: CorrectRecord) -> str | None:
    """What is right, as the field would hold it. Raises NotAValueOfField, UnknownCode."""
    field, right = command.field, command.right
    if field == OCCURRED:
        return when_text(_right_time(draft, target, right))
    if field == PROOF:
        return _right_proof(draft, target, right)
    declared = type(target.event).model_fields[field]
    if right is None and not declared.is_required():
        return None
    try:
        TypeAdapter(declared.rebuild_annotation()).validate_strings(right or "")
    except ValidationError:
        raise NotAValueOfField(type=target.event.TYPE, field=field) from None
    check_field(draft, target, field, right)
    if field == "channel_code":
        check_codes(draft.context.policy, "channels", [right or ""])
    return right


def _right_proof(draft: Draft, target: Recorded, right: str | None) -> str:
    """The proof's id as text. Raises NotAValueOfField."""
    events = {one.event_id for one in draft.context.history} - {target.event_id}
    for known in (*events, *draft.complaint.documents):
        if right in (str(known), known.hex):
            return str(known)
    raise NotAValueOfField(
        instead="name another event or a document of this complaint by its whole id", field=PROOF
    )


def _right_time(draft: Draft, target: Recorded, right: str | None) -> When:
    """Raises NotAValueOfField, and what is raised for an act at an impossible time."""
    typed = when_of(right or "", zone=draft.zone)
    if typed is None:
        raise NotAValueOfField(
            instead="write 2026-03-05 or 2026-03-05T09:30:00Z, with [Europe/London] after it "
            "where another zone is meant, or unknown",
            field=OCCURRED,
        )
    when = placed(typed, draft.zone)
    is_staffs_own = target.actor.kind == "staff" and target.on_behalf_of is None
    if is_staffs_own and target.event_id != draft.complaint.received_event_id:
        check_time_of_act(draft.complaint, occurred=when, now=target.recorded_at)
        check_time(draft, target, when)
    else:
        check_not_in_the_future(when, target.recorded_at)
    return when


correct_record = Decider(
    "correct_record",
    CorrectRecord,
    _correct_record,
    clause="4.9",
    summary="Say what is right where an event is wrong; both stay",
    roles=PRIVACY,
    may=_may_correct,
)
"""Say what is right where an event is wrong, in any state (4.9).

Computed with are the receipt's occurred, channel_code and contact_class, and the occurred of any
event from which something is due, which is set anew; and what proves any event, so that a miss
which it shows to be none is void.
"""
