"""The steps that are counted with their days, and what a source asserts in their place."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    CommunicationFailed,
    ComplaintAcknowledged,
    ComplaintEscalated,
    ComplaintForwarded,
    ComplaintReopened,
    DecisionAccepted,
    DecisionRejected,
    ExternalReferralRegistered,
    InternalReviewRequested,
    KnownStateImported,
)
from domain.event import DomainEvent
from domain.recorded import Recorded
from projections._kit.columns import changed
from projections._parts.counted_days import Dated, dated

IMPORTER = "importer"
READ: tuple[type[DomainEvent], ...] = (
    CommunicationFailed,
    ComplaintAcknowledged,
    ComplaintForwarded,
    KnownStateImported,
    DecisionRejected,
    DecisionAccepted,
    ExternalReferralRegistered,
    ComplaintEscalated,
    ComplaintReopened,
    InternalReviewRequested,
)
CONTESTING = (DecisionRejected, InternalReviewRequested, ComplaintReopened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a source asserts about the complaint as it was taken over."""

    state: str
    outcome_code: str | None
    is_timely: bool | None
    is_disputed: bool | None


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The first time of each; None where a complaint or its source skipped it.

    forwarded: sent on to a respondent or another body, which body_code names. referred: an outside
    body had it. escalated: a higher level took it up.
    """

    acknowledged: Dated | None = None
    forwarded: Dated | None = None
    referred: Dated | None = None
    escalated: Dated | None = None
    body_code: str | None = None
    source: Source | None = None
    is_rejected: bool = False
    is_accepted: bool = False


def steps_after(steps: Steps, recorded: Recorded) -> Steps:
    """The steps after one more event; most change nothing."""
    event = recorded.event
    if type(event) not in READ:
        return steps
    if isinstance(event, ComplaintAcknowledged) and not event.is_for_party_alone:
        return changed(steps, {"acknowledged": steps.acknowledged or dated(recorded)})
    if isinstance(event, ComplaintForwarded) and event.to_kind != "own_unit":
        sent = {"forwarded": steps.forwarded or _sent(recorded)}
        return changed(steps, sent | {"body_code": steps.body_code or event.body_code})
    if isinstance(event, ExternalReferralRegistered):
        is_dispute = event.referred_by == "complainant" and not event.is_premature
        referred = {"referred": steps.referred or dated(recorded)}
        return changed(steps, referred | {"is_rejected": steps.is_rejected or is_dispute})
    if isinstance(event, ComplaintEscalated):
        return changed(steps, {"escalated": steps.escalated or dated(recorded)})
    return _said(steps, recorded)


def _without(steps: Steps, event_id: UUID) -> Steps:
    """What did not arrive is no acknowledgement."""
    is_it = steps.acknowledged is not None and steps.acknowledged.event_id == event_id
    return changed(steps, {"acknowledged": None}) if is_it else steps


def _sent(recorded: Recorded) -> Dated:
    """When it was sent on; what a source says of that stands, a day before the receipt too."""
    return dated(recorded, is_asserted=recorded.actor.role == IMPORTER)


def _said(steps: Steps, recorded: Recorded) -> Steps:
    event = recorded.event
    if isinstance(event, CommunicationFailed):
        return _without(steps, event.target_event_id)
    if isinstance(event, KnownStateImported):
        return changed(steps, {"source": _source(event)})
    if isinstance(event, CONTESTING):
        return changed(steps, {"is_rejected": True}) if _contests(recorded) else steps
    if isinstance(event, DecisionAccepted) and not event.lacks_authority:
        return changed(steps, {"is_accepted": True})
    return steps


def _contests(recorded: Recorded) -> bool:
    """Whether by it whoever complains disputes the answer; a review that begins shows it."""
    event: Any = recorded.event
    if isinstance(event, InternalReviewRequested):
        return recorded.state in ("REVIEW", "DISPUTED")
    if isinstance(event, ComplaintReopened):
        return bool(event.ground_code == "complainant_dissatisfied")
    return not event.lacks_authority


def _source(event: KnownStateImported) -> Source:
    return Source(
        state=event.known_state,
        outcome_code=event.source_outcome_code,
        is_timely=event.is_timely,
        is_disputed=event.is_disputed,
    )
