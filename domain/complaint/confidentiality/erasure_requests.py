"""4.10 Requests to erase: made, put off, and approved by somebody else than who entered them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.separation import (
    GroundMissing,
    Separation,
    check_alone,
    check_is_approver,
)
from domain.complaint.confidentiality.disclosing import may_tend_personal_data
from domain.complaint.confidentiality.erasing import (
    NoSuchErasure,
    OfWholeMatter,
    check_goes_on_nowhere,
    check_may_be_erased,
    erasure_named,
    waiting,
)
from domain.complaint.confidentiality.erasure_bases import check_basis, check_right
from domain.complaint.confidentiality.events import ClassCode
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ErasureApproved, ErasureDeferred, ErasureRequested
from domain.complaint.parties.access import known_parties
from domain.complaint.state import Erasure
from domain.errors import Refusal
from domain.roles import PRIVACY
from domain.values import Code, Day


class ErasureWaits(Refusal, code="ErasureWaits"):
    """The erasure was put off to a day that has not come."""

    clause = "4.10"
    rule = "the erasure was deferred until later"
    instead = "approve it from that day on, or defer it again with an earlier day"


class ApprovesOwnRequest(Refusal, code="ApprovesOwnRequest"):
    """Whoever entered the request would approve it."""

    is_for_another = True
    clause = "4.10"
    rule = "nobody approves an erasure that they entered themselves"
    instead = "ask another approver, or adopt a policy that relaxes the separation"


class NotOneOfTheParties(Refusal, code="NotOneOfTheParties"):
    """Somebody's data is to be erased who has no part in the complaint."""

    clause = "4.10"
    rule = "the complaint has no such party"
    instead = "name one of its parties, or leave party_id out for everybody's data"


class RequestErasure(OfWholeMatter):
    """Personal data of the complaint is to be erased."""

    party_id: Annotated[UUID | None, Field(description="Whose data; everybody's, unless told")] = (
        None
    )
    class_codes: Annotated[
        tuple[ClassCode, ...],
        Field(
            description="P2 identity with letters to them and documents of theirs, P3 all text "
            "and documents, P4 special category; all, unless told, but of one party P2 and P4"
        ),
    ] = ()
    legal_basis_code: Annotated[
        Code, Field(description="By what right: one of the policy's erasure_bases")
    ]


class ApproveErasure(OfWholeMatter):
    """Somebody with authority agrees that it is erased."""

    request_id: UUID
    ground_code: Annotated[
        Code | None, Field(description="Why, where whoever requested it approves it")
    ] = None


class DeferErasure(Act):
    """The erasure waits."""

    request_id: UUID
    until_on: Annotated[Day | None, Field(description="Until when; until told, if left out")] = None
    ground_code: Code


def _request_erasure(draft: Draft, command: RequestErasure) -> None:
    party_id = command.party_id
    if party_id is not None and party_id not in known_parties(draft.complaint):
        raise NotOneOfTheParties(complaint=draft.complaint.reference, party_id=party_id)
    check_basis(draft, command.legal_basis_code, party_id)
    if not draft.complaint.is_open:
        check_goes_on_nowhere(draft)
    usual: tuple[ClassCode, ...] = ("P2", "P4") if party_id else ("P2", "P3", "P4")
    classes = tuple(sorted(set(command.class_codes))) or usual
    requested = ErasureRequested(
        request_id=draft.new_id("erasure"),
        party_id=party_id,
        class_codes=classes,
        legal_basis_code=command.legal_basis_code,
        is_with_documents=True if "P2" in classes else None,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(requested, of=command)


def _may_approve(draft: Draft) -> None:
    """Raises NotReceived, NotAnApprover, NoSuchErasure, and as the check does."""
    check_is_approver(draft)
    is_asked = bool(waiting(draft.complaint, "requested", "deferred"))
    if is_asked or draft.complaint.is_open:
        check_may_be_erased(draft)
    if not is_asked:
        raise NoSuchErasure(complaint=draft.complaint.reference)


def _approve_erasure(draft: Draft, command: ApproveErasure) -> None:
    erasure = erasure_named(draft, command.request_id, "requested", "deferred")
    today = draft.now.day
    if erasure.until_on is not None and today is not None and today < erasure.until_on:
        raise ErasureWaits(until_on=erasure.until_on)
    check_right(draft, erasure)
    separation, ground = _separation(draft, erasure, command.ground_code)
    approved = ErasureApproved(
        request_id=erasure.request_id,
        approved_by=draft.actor.id,
        separation=separation,
        ground_code=ground,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(approved, of=command)


def _separation(
    draft: Draft, erasure: Erasure, ground_code: str | None
) -> tuple[Separation, str | None]:
    """Raises ApprovesOwnRequest, TooSoonAlone, GroundMissing."""
    if draft.actor.id != erasure.requester:
        return "independent", ground_code
    rule = draft.context.policy.separation
    check_alone(draft, rule.erase, erasure.requested_at, ApprovesOwnRequest)
    ground = ground_code or rule.ground_code
    if ground is None:
        raise GroundMissing(act="approving one's own request to erase")
    return "relaxed", ground


def _may_defer(draft: Draft) -> None:
    """Raises NotReceived, NotTheirRole; NoSuchErasure while none waits."""
    may_tend_personal_data(draft)
    if not waiting(draft.complaint, "requested", "approved", "deferred"):
        raise NoSuchErasure(complaint=draft.complaint.reference)


def _defer_erasure(draft: Draft, command: DeferErasure) -> None:
    erasure = erasure_named(draft, command.request_id, "requested", "approved", "deferred")
    deferred = ErasureDeferred(
        request_id=erasure.request_id,
        until_on=command.until_on,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(deferred, of=command)


request_erasure = Decider(
    "request_erasure",
    RequestErasure,
    _request_erasure,
    clause="4.10",
    summary="Record that personal data is to be erased",
    roles=PRIVACY,
)
"""Record that personal data is to be erased, in any state (4.10).

While it is open the request waits; once it has ended, none is taken while its matter goes on.
"""

approve_erasure = Decider(
    "approve_erasure",
    ApproveErasure,
    _approve_erasure,
    clause="4.10",
    summary="Approve an erasure",
    roles=PRIVACY | {"reviewer"},
    may=_may_approve,
)
"""Approve an erasure of an ended complaint that no hold keeps (invariant 19).

From then on nothing more is sealed under what it names.
"""

defer_erasure = Decider(
    "defer_erasure",
    DeferErasure,
    _defer_erasure,
    clause="4.10",
    summary="Put an erasure off, with a ground",
    roles=PRIVACY,
    may=_may_defer,
)
"""Put an erasure off, also an approved one, in any state (4.10)."""
