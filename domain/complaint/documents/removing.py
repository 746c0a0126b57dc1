"""4.10 Content that must not stay is removed; that it was there, and why it went, stays."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.confidentiality.erasing import OfWholeMatter, holds_on_matter
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import document_named
from domain.complaint.draft import Draft
from domain.complaint.events import SealedContentRemoved
from domain.complaint.preconditions import NotReceived
from domain.errors import Refusal
from domain.event import sealed_classes
from domain.roles import PRIVACY


class NotOneTarget(Refusal, code="NotOneTarget"):
    """It is not said, or said twice, what is to be removed."""

    clause = "4.10"
    rule = "one document, or the sealed fields of one event, are removed at a time"
    instead = "name document_id or target_event_id, one of them"


class RemovedBefore(Refusal, code="RemovedBefore"):
    """The document's content is gone already."""

    clause = "4.10"
    rule = "the content of the document was removed before"
    instead = "see the complaint's history"


class HeldByLaw(Refusal, code="HeldByLaw"):
    """A legal hold stands, under which nothing may be destroyed."""

    clause = "4.10"
    rule = "under a legal hold content is removed by order of a court only"
    instead = "release the hold first, or give the ground court_order where a court ordered it"


class NothingSealedThere(Refusal, code="NothingSealedThere"):
    """An event was named that does not belong to the complaint or has nothing sealed."""

    clause = "4.10"
    rule = "no event of this complaint with sealed content has this id"
    instead = "name an event as the complaint's history shows it"


class RemoveSealedContent(OfWholeMatter):
    """The content of a document, or the sealed fields of an event, are destroyed for ever."""

    NEEDS_HISTORY: ClassVar[bool] = True

    document_id: Annotated[UUID | None, Field(description="The document, with its title")] = None
    target_event_id: Annotated[
        UUID | None, Field(description="The event whose sealed fields go")
    ] = None
    ground_code: Literal["wrong_person", "third_party_data", "malware", "court_order"]


def _may_remove(draft: Draft) -> None:
    """Raises NotReceived."""
    if draft.state is None:
        raise NotReceived


def _remove(draft: Draft, command: RemoveSealedContent) -> None:
    complaint = draft.complaint
    if (command.document_id is None) == (command.target_event_id is None):
        raise NotOneTarget(complaint=complaint.reference)
    holds = holds_on_matter(draft)
    if holds and command.ground_code != "court_order":
        raise HeldByLaw(holds=holds, ground_code=command.ground_code)
    if command.document_id is not None:
        document = document_named(complaint, command.document_id)
        if document.is_removed:
            raise RemovedBefore(document_id=document.document_id)
    elif not _has_sealed(draft, command.target_event_id):
        raise NothingSealedThere(event_id=command.target_event_id)
    removed = SealedContentRemoved(
        document_id=command.document_id,
        target_event_id=command.target_event_id,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=command)),
    )
    draft.add(removed, of=command)


def _has_sealed(draft: Draft, event_id: UUID | None) -> bool:
    """Every event of a type with personal fields has something sealed, even if it is empty."""
    named = [one for one in draft.context.history if one.event_id == event_id]
    return any(sealed_classes(type(one.event)) for one in named)


remove_sealed_content = Decider(
    "remove_sealed_content",
    RemoveSealedContent,
    _remove,
    clause="4.10",
    summary="Destroy content that must not stay",
    roles=PRIVACY,
    may=_may_remove,
)
"""Order that content is destroyed, in any state (4.10); whoever carries it out reads the fact."""
