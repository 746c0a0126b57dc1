"""7.5 How a complaint was judged goes with its matter: it is not handled with less care after."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import (
    CommunicationImpossible,
    ComplaintAcknowledged,
    ComplaintAssessed,
    ComplaintEscalated,
)
from domain.complaint.linking.merged_history import while_merged
from domain.complaint.parts import HandlingCode
from domain.complaint.state import Assessment, Complaint
from domain.policy import Policy
from domain.policy.lists import URGENCY
from domain.recorded import Recorded
from domain.system_actors import SYSTEM
from domain.values import When


def judge_as_strictly(draft: Draft, source: Complaint, target: Complaint, cause: int) -> None:
    """Judge the target, where somebody has judged it, no milder than what goes on in it.

    What nobody has judged yet is for a person to judge: its own points may be graver.
    """
    here, there = source.assessment, target.assessment
    if here is None or there is None:
        return
    policy = draft.context.policy
    severity = max(there.severity_code, here.severity_code, key=lambda code: _rank(policy, code))
    stricter = Assessment(
        severity_code=severity,
        is_safety=there.is_safety,
        priority_code=min(there.priority_code, here.priority_code, key=URGENCY.index),
        handling_code=_with_more_care(here.handling_code, there.handling_code),
    )
    if stricter != there:
        assessed = ComplaintAssessed(
            severity_code=severity,
            scale_version=policy.severity.version,
            is_safety=there.is_safety,
            priority_code=stricter.priority_code,
            ground_code="facts_changed",
            handling_code=stricter.handling_code,
        )
        draft.add(assessed, to=target.complaint_id, actor=SYSTEM, caused_by=cause)


def escalate_as_high(draft: Draft, source: Complaint, target: Complaint, cause: int) -> None:
    """Whoever has taken the source up has taken up what it goes on in (7.3)."""
    if source.escalation_level <= target.escalation_level:
        return
    escalated = ComplaintEscalated(
        from_level=target.escalation_level,
        to_level=source.escalation_level,
        ground_code=_highest(draft).ground_code,
        from_id=source.complaint_id,
    )
    draft.add(escalated, to=target.complaint_id, actor=SYSTEM, caused_by=cause)


def escalate_part(draft: Draft, whole: Complaint, *, to: UUID, cause: int) -> None:
    """Whoever has taken a complaint up for its own sake has taken up what is split off it."""
    level = whole.levels.get(None, 0)
    if level:
        highest = _highest(draft)
        anew = {"from_level": 0, "to_level": level, "from_id": None, "settles_event_ids": None}
        draft.add(highest.model_copy(update=anew), to=to, actor=SYSTEM, caused_by=cause)


def _highest(draft: Draft) -> ComplaintEscalated:
    """The highest escalation of the own complaint, by this very command too."""
    events = [one.event for one in draft.context.history]
    made = [one.event for one in draft.facts if one.stream_id is None]
    escalations = [each for each in (*events, *made) if isinstance(each, ComplaintEscalated)]
    return max(escalations, key=lambda event: event.to_level)


def judge_as_there(draft: Draft, source: Complaint, target: Complaint, cause: int) -> None:
    """Judge what leaves a complaint no milder than somebody judged it while it was in there."""
    later = [one for one in while_merged(draft, source, target) if one.actor != SYSTEM]
    judged, here, policy = latest_judged(later), source.assessment, draft.context.policy
    if judged is None or not isinstance(judged.event, ComplaintAssessed) or not source.is_open:
        return
    there = judged.event
    known = here or there
    stricter = ComplaintAssessed(
        severity_code=max(
            there.severity_code, known.severity_code, key=lambda code: _rank(policy, code)
        ),
        scale_version=policy.severity.version,
        is_safety=there.is_safety or known.is_safety,
        priority_code=min(there.priority_code, known.priority_code, key=URGENCY.index),
        ground_code="facts_changed" if here else None,
        handling_code=_with_more_care(there.handling_code, known.handling_code),
    )
    if here is None or _differs(stricter, here):
        draft.add(stricter, to=source.complaint_id, actor=SYSTEM, caused_by=cause)


def _differs(stricter: ComplaintAssessed, here: Assessment) -> bool:
    names = ("severity_code", "is_safety", "priority_code", "handling_code")
    return any(getattr(stricter, name) != getattr(here, name) for name in names)


def latest_judged(history: Iterable[Recorded]) -> Recorded | None:
    """The latest assessment that a history tells, with its personal fields."""
    assessments = [one for one in history if isinstance(one.event, ComplaintAssessed)]
    return assessments[-1] if assessments else None


def latest_impossible(complaint: Complaint, history: Iterable[Recorded]) -> Iterable[Recorded]:
    """Why nobody can be told, for each purpose of which that holds."""
    by_purpose = {
        one.event.purpose_code: one
        for one in history
        if isinstance(one.event, CommunicationImpossible)
    }
    return (one for purpose, one in by_purpose.items() if purpose in complaint.impossible)


def latest_acknowledged(complaint: Complaint, history: Iterable[Recorded]) -> Recorded | None:
    """The acknowledgement of the present attempt, if it was told so."""
    attempt = (complaint.stage, complaint.round)
    acknowledgements = [
        one
        for one in history
        if isinstance(one.event, ComplaintAcknowledged)
        and not one.event.is_for_party_alone
        and (one.event.stage, one.event.round) == attempt
    ]
    return acknowledgements[-1] if acknowledgements and complaint.is_acknowledged else None


def acknowledged_at(complaint: Complaint, history: Sequence[Recorded]) -> When | None:
    """When the present attempt was acknowledged."""
    acknowledgement = latest_acknowledged(complaint, history)
    return acknowledgement.occurred if acknowledgement else None


def _rank(policy: Policy, severity_code: str) -> int:
    """How grave it is; a step that the scale no longer has is the mildest."""
    codes = [step.code for step in policy.severity.steps]
    return codes.index(severity_code) if severity_code in codes else -1


def _with_more_care(here: HandlingCode | None, there: HandlingCode | None) -> HandlingCode | None:
    return here if here == "extra_care" else there
