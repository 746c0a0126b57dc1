"""7.2 Complainants: who joins a complaint, leaves it, or takes somebody's place."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, EnteredAct
from domain.complaint.deadlines.proofs import is_of_another
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import check_attached
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplainantJoined,
    ComplainantLeft,
    ComplainantSubstituted,
    Contact,
)
from domain.complaint.linking.told_of_people import OfMatter, tell_matter
from domain.complaint.parties.addressing import ContactTold, check_complainant
from domain.complaint.parties.events import PartyKind
from domain.complaint.preconditions import HasEnded
from domain.complaint.state import Complaint
from domain.complaint.tracking.communications import came_in
from domain.errors import Refusal
from domain.roles import STAFF
from domain.values import VisibleText


class HasLeft(Refusal, code="HasLeft"):
    """Somebody would leave who has left."""

    clause = "7.2"
    rule = "this complainant has left the complaint"
    instead = "name one who has not"


class LastComplainant(Refusal, code="LastComplainant"):
    """A complaint would go on without anybody who complains."""

    clause = "7.9"
    rule = "the last complainant does not leave an open complaint"
    instead = "record that they withdrew it, or who takes their place"


class PlaceNotProved(Refusal, code="PlaceNotProved"):
    """Staff would put somebody in a complainant's place by their own word."""

    clause = "7.2"
    rule = "that somebody takes a complainant's place is shown by what came in"
    instead = (
        "attach the document that shows it and name it in document_id, or name in entered_from a "
        "contact that a colleague recorded"
    )


class LeavingNotProved(Refusal, code="LeavingNotProved"):
    """By staff's own word somebody would be gone on whose agreement others wait."""

    clause = "7.9"
    rule = "that one of several who agree to the answer, or are told it, is gone is shown"
    instead = (
        "attach the document that shows it, and name it in entered_from, or a contact that a "
        "colleague recorded; or settle what they said by it themselves"
    )


class JoinComplainant(Act):
    """Another complainant has the same complaint."""

    complainant: Annotated[ContactTold | None, Field(description="Who it is")] = None
    kind: Annotated[
        PartyKind | None, Field(description="As the name or organisation says, unless told")
    ] = None
    must_agree: Annotated[
        bool, Field(description="Whether an answer is accepted only once they accept it too")
    ] = True


class RemoveComplainant(EnteredAct, OfMatter):
    """A complainant left, or died."""

    NEEDS_HISTORY: ClassVar[bool] = True

    party_id: UUID
    ground_code: Literal["left", "died"]


class SubstituteComplainant(OfMatter):
    """Somebody takes a complainant's place, such as an heir or an insolvency practitioner."""

    old_party_id: Annotated[UUID | None, Field(description="The complainant, unless told")] = None
    complainant: Annotated[ContactTold | None, Field(description="Who takes the place")] = None
    document_id: UUID | None = None
    basis: Annotated[VisibleText | None, Field(description="By what right, such as a will")] = None


def kind_of(contact: Contact | None) -> PartyKind:
    """What a contact is: an organisation where it names one and no person."""
    is_organisation = contact is not None and contact.organisation and not contact.name
    return "organisation" if is_organisation else "person"


def _may_join(draft: Draft) -> None:
    """Who joins what was merged would be told nothing where it is answered. Raises HasEnded."""
    if draft.complaint.state == "MERGED":
        raise HasEnded.of(draft.complaint)


def _join(draft: Draft, command: JoinComplainant) -> None:
    joined = ComplainantJoined(
        party_id=draft.new_id("party"),
        kind=command.kind or kind_of(command.complainant),
        must_agree=command.must_agree,
        complainant=command.complainant,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(joined, of=command)


def _remove(draft: Draft, command: RemoveComplainant) -> None:
    complaint = draft.complaint
    party_id = check_complainant(complaint, command.party_id)
    if complaint.parties[party_id].has_left:
        raise HasLeft(complaint=complaint.reference, party_id=party_id)
    if command.ground_code == "left" and complaint.is_open and _is_last(complaint):
        raise LastComplainant(complaint=complaint.reference, party_id=party_id)
    if _is_awaited(complaint, party_id) and not (
        _is_anothers_word(draft, *command.settles_event_ids) or _shows(draft, command)
    ):
        raise LeavingNotProved(complaint=complaint.reference, party_id=party_id)
    left = ComplainantLeft(
        party_id=party_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(draft.facts)
    draft.add(left, of=command)
    tell_matter(draft, left, cause)


def _is_last(complaint: Complaint) -> bool:
    return sum(not each.has_left for each in complaint.parties.values()) == 1


def _is_awaited(complaint: Complaint, party_id: UUID) -> bool:
    """Whether others' answer waits for theirs, or for their being told."""
    party = complaint.parties[party_id]
    return (
        complaint.is_open and not _is_last(complaint) and (party.must_agree or bool(party.from_id))
    )


def _shows(draft: Draft, command: Act) -> bool:
    """Whether it names a document, or what came in as somebody else recorded it: no own word."""
    proof_id = command.entered_from
    if proof_id is None or proof_id in draft.complaint.documents:
        return proof_id is not None
    return came_in(draft.complaint, proof_id) and _is_anothers_word(draft, proof_id)


def _is_anothers_word(draft: Draft, *event_ids: UUID) -> bool:
    """Whether somebody else recorded one of these facts, where the policy keeps two people."""
    return any(
        one.event_id in event_ids and is_of_another(one, draft.context, draft.actor.id)
        for one in draft.context.history
    )


def _substitute(draft: Draft, command: SubstituteComplainant) -> None:
    complaint = draft.complaint
    old = check_complainant(complaint, command.old_party_id or complaint.party_id)
    if complaint.parties[old].left_by in ("left", "substituted"):
        raise HasLeft(complaint=complaint.reference, party_id=old)
    check_attached(complaint, command.document_id)
    if command.document_id is None and not _shows(draft, command):
        raise PlaceNotProved(complaint=complaint.reference, party_id=old)
    substituted = ComplainantSubstituted(
        old_party_id=old,
        new_party_id=draft.new_id("party"),
        document_id=command.document_id,
        complainant=command.complainant,
        basis=command.basis,
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(draft.facts)
    draft.add(substituted, of=command)
    tell_matter(draft, substituted, cause)


join_complainant = Decider(
    "join_complainant",
    JoinComplainant,
    _join,
    clause="7.2",
    summary="Let another complainant join",
    may=_may_join,
)
"""Let another complainant join, in any state but merged (7.2).

Raises HasEnded where it is merged, and names the complaint that it goes on in.
"""

remove_complainant = Decider(
    "remove_complainant",
    RemoveComplainant,
    _remove,
    clause="7.2",
    summary="Record that a complainant left or died",
    roles=STAFF,
)
"""Record that a complainant left or died, in any state (7.2).

With what shows it, where one of several must agree, or be told the answer.
"""

substitute_complainant = Decider(
    "substitute_complainant",
    SubstituteComplainant,
    _substitute,
    clause="7.2",
    summary="Let somebody take a complainant's place",
    roles=STAFF,
)
"""Let somebody take a complainant's place, with what shows it, in any state (7.2)."""
