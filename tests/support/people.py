"""Everybody who may come to a door with a command, by the role that they come with."""

from collections.abc import Iterator
from uuid import UUID

from domain.complaint.parties.access import known_parties
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    AUTHOR_AS_APPROVER,
    HANDLER,
    OTHER_HANDLER,
    PRIVACY_OFFICER,
    named,
)

INVESTIGATOR = Actor(kind="staff", id=named("investigator"), role="investigator")
REVIEWER = Actor(kind="staff", id=named("reviewer"), role="reviewer")
OTHER_APPROVER = Actor(kind="staff", id=named("other approver"), role="approver")
MANAGEMENT = Actor(kind="staff", id=named("management"), role="management_representative")
TOP_MANAGEMENT = Actor(kind="staff", id=named("top management"), role="top_management")
OWNER = Actor(kind="staff", id=named("owner"), role="action_owner")
CLOCK = Actor(kind="system", id=named("clock"), role="system")
STAFF = (
    HANDLER,
    OTHER_HANDLER,
    APPROVER,
    OTHER_APPROVER,
    AUTHOR_AS_APPROVER,
    INVESTIGATOR,
    REVIEWER,
    MANAGEMENT,
    TOP_MANAGEMENT,
    PRIVACY_OFFICER,
    OWNER,
)
STRANGER = named("a stranger")
APPROVALS = frozenset(
    {
        "approve_decision",
        "return_decision",
        "set_aside_decision",
        "revoke_remedy",
        "decline_review",
        "approve_erasure",
        "declare_out_of_scope",
        "declare_issue_out_of_scope",
        "grant_approval",
        "refuse_approval",
    }
)
"""What is mostly an approver's."""
AT_REVIEW = frozenset({"record_finding", "propose_decision", "decline_review"})
"""What is a reviewer's in the second stage."""


def natural(kind: AnyDecider, complaint: Complaint | None) -> Actor:
    """Whose work a command mostly is."""
    is_at_review = complaint is not None and complaint.stage > 1
    if is_at_review and kind.name in AT_REVIEW:
        return REVIEWER
    if kind.name in APPROVALS or (kind.name == "close" and _is_contested(complaint)):
        return OTHER_APPROVER if is_at_review or kind.name == "grant_approval" else APPROVER
    if "privacy_officer" in kind.roles:
        return PRIVACY_OFFICER
    if "handler" in kind.roles and "top_management" not in kind.roles:
        return HANDLER
    return MANAGEMENT if "management_representative" in kind.roles else CLOCK


def able(kind: AnyDecider, complaint: Complaint | None) -> Iterator[Actor]:
    """Everybody whom the door would let in with a command, parties and a stranger too."""
    if "system" in kind.roles:
        yield CLOCK
    yield from (each for each in STAFF if each.role in kind.roles)
    for role in sorted({"party", "representative"} & kind.roles):
        yield from (Actor(kind="party", id=each, role=role) for each in parties(complaint))


def parties(complaint: Complaint | None) -> list[UUID]:
    """Those outside who have a part in a complaint, in a fixed order, and one who has none."""
    return [*(sorted(known_parties(complaint)) if complaint else ()), STRANGER]


def _is_contested(complaint: Complaint | None) -> bool:
    return complaint is not None and complaint.state in ("DISPUTED", "EXTERNAL")
