"""7.3 Letters: made from a template, kept as a document, and recorded as what they tell."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.closing.recourse import OfferRecourse, offer_recourse
from domain.complaint.deadlines.overdue import pass_what_is_over
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import AttachDocument, OfTemplate, attached
from domain.complaint.draft import Draft
from domain.complaint.events import Recourse
from domain.complaint.investigation.acknowledging import Acknowledge, acknowledge
from domain.complaint.parties.addressing import addressee
from domain.complaint.preconditions import NotReceived
from domain.complaint.reckoning import placed_within
from domain.complaint.response.responding import (
    RecourseNotNamed,
    SendResponse,
    response_of,
    send_response,
)
from domain.complaint.response.ways import ways_open
from domain.complaint.state import Complaint
from domain.complaint.tracking.updating import SendUpdate, send_update
from domain.decision_context import DecisionContext
from domain.errors import Refusal
from domain.values import Code, Day, Language, VisibleText, When

LetterKind = Literal[
    "acknowledgement", "update", "holding", "final_response", "written_confirmation", "deadlock"
]


ANSWERS: tuple[LetterKind, ...] = ("final_response", "written_confirmation")


class LetterSaid(Act):
    """What a letter shall be: its kind, and what only its writer knows."""

    kind: LetterKind
    language: Annotated[
        Language | None, Field(description="As the complainant asked for, unless told")
    ] = None
    channel_code: Annotated[Code | None, Field(description="The way it came, unless told")] = None
    to_party_id: Annotated[UUID | None, Field(description="To whom letters go, unless told")] = None
    recourse: Annotated[
        tuple[Recourse, ...],
        Field(description="The ways that remain open; required in a final response or at deadlock"),
    ] = ()
    final_expected_on: Annotated[
        Day | None, Field(description="By when the final response is expected")
    ] = None
    text: Annotated[VisibleText | None, Field(description="What the letter says in your words")] = (
        None
    )


class SendLetter(LetterSaid):
    """A letter that was just made and stored is sent; it can be made anew, so it is not asked."""

    document: Annotated[AttachDocument, Field(exclude=True)]
    made: Annotated[OfTemplate, Field(exclude=True)]


def addressee_of(
    complaint: Complaint, context: DecisionContext, occurred: When | None, party_id: UUID | None
) -> UUID | None:
    """To whom a letter would go. Raises WithoutAuthority."""
    when = occurred or When(at=context.now, zone=complaint.zone or context.zone)
    return addressee(Draft(context, complaint, when), party_id)


def as_told(complaint: Complaint, said: LetterSaid, context: DecisionContext) -> Complaint:
    """The complaint as a letter leaves it, with the days that it sets; as it was, where it may not.

    An answer is about what it answers, so it is written on the complaint as it was.
    """
    if said.kind in ANSWERS:
        return complaint
    said = placed_within(said, context.zone_of(complaint))
    draft = send_letter.begun(complaint, context, said.occurred)
    try:
        pass_what_is_over(draft)
        _TOLD[said.kind](draft, said, context.command_id)
    except Refusal:
        return complaint
    return draft.complaint


def as_recorded(
    complaint: Complaint, context: DecisionContext, said: LetterSaid, when: When
) -> LetterSaid:
    """What a letter shall be, with the days until which its ways stand open, as they are recorded.

    Raises RecourseTooShort.
    """
    draft, decider = Draft(context, complaint, when), _OF[said.kind]
    if decider is send_response:
        shared = {"channel_code": said.channel_code, "to_party_id": said.to_party_id}
        ways = response_of(draft, SendResponse(recourse=said.recourse, **shared)).recourse
    elif decider is offer_recourse:
        ways = ways_open(complaint, said.recourse, when.day)
    else:
        return said
    return said.model_copy(update={"recourse": ways})


def is_for_conflicted(kind: LetterKind) -> bool:
    """Whether somebody excluded may write it where the policy waives that duty (invariant 7)."""
    return _OF[kind].is_for_conflicted


def _may_be_written(draft: Draft) -> None:
    if draft.state is None:
        raise NotReceived


def _send(draft: Draft, command: SendLetter) -> None:
    to = addressee(draft, command.to_party_id)
    draft.add(attached(command.document, command.made, to=to), of=command)
    _TOLD[command.kind](draft, command, command.document.document_id)


def _shared(said: LetterSaid, document_id: UUID, *more: str) -> dict[str, Any]:
    """What the letter's own command takes over; the document proves it."""
    names = ("channel_code", "to_party_id", "recourse", "settles_event_ids", *more)
    field_values = {name: getattr(said, name) for name in names}
    return {**field_values, "entered_from": document_id}


def _acknowledge(draft: Draft, said: LetterSaid, document_id: UUID) -> None:
    acknowledge.step(draft, Acknowledge(**_shared(said, document_id)))


def _update(draft: Draft, said: LetterSaid, document_id: UUID) -> None:
    kind = "holding" if said.kind == "holding" else "progress"
    shared = _shared(said, document_id, "final_expected_on")
    send_update.step(draft, SendUpdate(kind=kind, content=said.text, **shared))


def _respond(draft: Draft, said: LetterSaid, document_id: UUID) -> None:
    is_reviewable = any(way.kind == "internal" for way in said.recourse)
    answer = "stage" if is_reviewable else "final"
    kind = answer if said.kind == "final_response" else "written_confirmation"
    shared = _shared(said, document_id, "text", "language")
    send_response.step(draft, SendResponse(kind=kind, document_id=document_id, **shared))


def _offer_recourse(draft: Draft, said: LetterSaid, document_id: UUID) -> None:
    if not said.recourse:
        raise RecourseNotNamed(complaint=draft.complaint.reference)
    offered = OfferRecourse(
        recourse=said.recourse,
        settles_event_ids=said.settles_event_ids,
        entered_from=document_id,
    )
    offer_recourse.step(draft, offered)


_TOLD: dict[LetterKind, Callable[[Draft, LetterSaid, UUID], None]] = {
    "acknowledgement": _acknowledge,
    "update": _update,
    "holding": _update,
    "final_response": _respond,
    "written_confirmation": _respond,
    "deadlock": _offer_recourse,
}
"""The decision that each kind of letter tells."""

_OF: dict[LetterKind, Decider[Any]] = {
    "acknowledgement": acknowledge,
    "update": send_update,
    "holding": send_update,
    "final_response": send_response,
    "written_confirmation": send_response,
    "deadlock": offer_recourse,
}


send_letter = Decider(
    "send_letter",
    SendLetter,
    _send,
    clause="7.3",
    summary="Make a letter from its template, or send it",
    own_address="letters",
    may=_may_be_written,
    is_for_conflicted=True,
)
"""Keep a letter as a document and record what it tells, both or neither (7.3).

Raises what acknowledge, send_update, send_response or offer_recourse raises; RecourseNotNamed.
"""
