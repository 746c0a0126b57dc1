"""4.10 Erasure: what was approved is carried out, of an ended complaint that no hold keeps."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from domain.complaint.acts import Act
from domain.complaint.confidentiality.disclosing import may_tend_personal_data
from domain.complaint.confidentiality.erasure_bases import check_right
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import PersonalDataErased
from domain.complaint.linking.split_family import one_matter
from domain.complaint.state import Complaint, Erasure
from domain.decision_context import HeldKey
from domain.errors import Refusal
from domain.roles import PRIVACY


class NoSuchErasure(Refusal, code="NoSuchErasure"):
    """An erasure was named that nobody requested, or that is carried out."""

    clause = "4.10"
    rule = "no such request to erase waits for this"
    instead = "request the erasure first, and name it; its history says how far it is"


class ErasedAlready(Refusal, code="ErasedAlready"):
    """The erasure was carried out before."""

    clause = "4.10"
    rule = "this was erased before"
    instead = "nothing is left to do; its certificate can be read again"


class StillOpen(Refusal, code="StillOpen"):
    """A complaint that goes on needs its data (invariant 19)."""

    clause = "4.10"
    rule = "personal data is erased only once the complaint has ended"
    instead = "end it first, or defer the erasure with a ground"


class GoesOnElsewhere(Refusal, code="GoesOnElsewhere"):
    """The complaint has ended and its matter has not: what goes on needs its data."""

    clause = "4.10"
    rule = "personal data is erased only once all that it was merged with or split from has ended"
    instead = "end that first, or record the request where the matter goes on, where it waits"


class UnderLegalHold(Refusal, code="UnderLegalHold"):
    """A hold keeps everything where it is (invariant 19)."""

    clause = "4.10"
    rule = "nothing is erased while a legal hold stands, there or on what it was one matter with"
    instead = "release the hold first, or defer the erasure with a ground"


class NotApprovedYet(Refusal, code="NotApprovedYet"):
    """An erasure that nobody approved (invariant 19)."""

    clause = "4.10"
    rule = "an erasure is approved before it is carried out"
    instead = "have it approved by somebody else first"


class OfWholeMatter(Act):
    """An act that looks at all that the complaint is merged with or was split from."""

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """All of one matter, as far as those known so far name it."""
        return one_matter(complaint, known)


class ErasePersonalData(OfWholeMatter):
    """The keys of all that the request names are destroyed."""

    NEEDS_KEYS: ClassVar[bool] = True

    request_id: UUID


def check_may_be_erased(draft: Draft) -> None:
    """Refuse any erasure that invariant 19 forbids now.

    Raises StillOpen, GoesOnElsewhere, UnderLegalHold.
    """
    complaint = draft.complaint
    if complaint.is_open:
        raise StillOpen(complaint=complaint.reference, state=complaint.state)
    check_goes_on_nowhere(draft)
    if holds := holds_on_matter(draft):
        raise UnderLegalHold(complaint=complaint.reference, holds=holds)


def check_goes_on_nowhere(draft: Draft) -> None:
    """Refuse to erase what a complaint needs that is merged with this, or split from it.

    Raises GoesOnElsewhere.
    """
    going_on = sorted(each.reference for each in _beside(draft) if each.is_open)
    if going_on:
        goes_on_in = ", ".join(going_on)
        raise GoesOnElsewhere(complaint=draft.complaint.reference, goes_on_in=goes_on_in)


def holds_on_matter(draft: Draft) -> str:
    """The legal holds on this complaint, and on those that it is merged with or was split from."""
    every = (draft.complaint, *_beside(draft))
    return ", ".join(
        f"{hold.ground_code} is {hold.hold_id} in {each.reference}"
        for each in every
        for hold in each.holds.values()
    )


def _beside(draft: Draft) -> list[Complaint]:
    others = draft.context.others
    known = [others[each] for each in one_matter(draft.complaint, others) if each in others]
    return sorted(known, key=lambda each: each.reference)


def waiting(complaint: Complaint, *statuses: str) -> list[Erasure]:
    """The requests to erase that are in one of these statuses, oldest first."""
    return [each for each in complaint.erasures.values() if each.status in statuses]


def erasure_named(draft: Draft, request_id: UUID, *statuses: str) -> Erasure:
    """The request of this id, in one of these statuses. Raises NoSuchErasure, ErasedAlready."""
    erasure = draft.complaint.erasures.get(request_id)
    if erasure is not None and erasure.status == "erased":
        raise ErasedAlready(request_id=request_id)
    if erasure is None or erasure.status not in statuses:
        raise NoSuchErasure(request_id=request_id, status=erasure.status if erasure else "none")
    return erasure


def _may_erase(draft: Draft) -> None:
    """Raises NotReceived, NotTheirRole, NotApprovedYet, ErasedAlready, and as the check does."""
    complaint = draft.complaint
    may_tend_personal_data(draft)
    if not waiting(complaint, "approved"):
        if waiting(complaint, "erased") and not waiting(complaint, "requested", "deferred"):
            raise ErasedAlready(complaint=complaint.reference)
        raise NotApprovedYet(complaint=complaint.reference)
    check_may_be_erased(draft)


def _erase_personal_data(draft: Draft, command: ErasePersonalData) -> None:
    erasure = draft.complaint.erasures.get(command.request_id)
    if erasure is not None and erasure.status in ("requested", "deferred"):
        raise NotApprovedYet(request_id=command.request_id, status=erasure.status)
    approved = erasure_named(draft, command.request_id, "approved")
    check_right(draft, approved)
    held = draft.context.held_keys
    doomed = [key.key_id for key in held if _takes(approved, key, draft.complaint)]
    erased = PersonalDataErased(
        request_id=approved.request_id,
        key_ids=tuple(sorted(doomed)),
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(erased, of=command)


def _takes(erasure: Erasure, key: HeldKey, complaint: Complaint) -> bool:
    if key.document_id is None:
        return erasure.covers(key.class_code, key.party_id)
    document = complaint.documents.get(key.document_id)
    return erasure.covers_document(document.party_ids if document else ())


erase_personal_data = Decider(
    "erase_personal_data",
    ErasePersonalData,
    _erase_personal_data,
    clause="4.10",
    summary="Erase personal data: destroy the keys that it lies under",
    roles=PRIVACY,
    may=_may_erase,
)
"""Erase what was approved (invariant 19): whoever carries it out destroys the keys it names."""
