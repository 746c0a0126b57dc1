"""Events that may come anywhere in a complaint's life, or in its open part, and leave its state."""

from domain.complaint import events as e
from domain.event import DomainEvent
from tests.support.histories import ISSUE, named

REMEDY = named("remedy")
ACTION = named("action")
REFERRAL = named("referral")
PARTY, FRIEND = named("party"), named("friend")
REFERRED = e.ExternalReferralRegistered(
    referral_id=REFERRAL,
    body_code="ombudsman",
    referred_by="complainant",
    issue_ids=(ISSUE,),
    is_premature=False,
)
RETURNED = e.ExternalReferralReturned(
    referral_id=REFERRAL, body_code="ombudsman", ground_code="no_jurisdiction"
)
MERGED = e.ComplaintMerged(
    into_id=named("target"), other_reference="C-TARGET", ground_code="same_complainant"
)
UNMERGED = e.ComplaintUnmerged(from_id=named("target"), ground_code="error")

ANYWHERE: tuple[DomainEvent, ...] = (
    e.IssueReclassified(
        issue_id=ISSUE,
        issue_no=1,
        category_code="billing",
        taxonomy_version=2,
        ground_code="was_wrong",
    ),
    e.RecordCorrected(
        target_event_id=named("event 1"),
        field="occurred",
        ground_code="misread",
        approved_by=named("officer"),
        right="2026-02-20[Europe/London]",
    ),
    e.RemedyAccepted(remedy_id=REMEDY, kind_code="refund"),
    e.RemedyFulfilled(remedy_id=REMEDY, kind_code="refund", is_partial=False),
    e.RemedyFailed(remedy_id=REMEDY, kind_code="refund", ground_code="returned"),
    e.ActionPlanned(
        action_id=ACTION, kind_code="corrective", source_code="cause", owner=named("owner")
    ),
    e.ActionCompleted(action_id=ACTION),
    e.RepresentativeAuthorised(
        party_id=PARTY, representative_party_id=FRIEND, authority_basis_code="consent"
    ),
    e.RepresentationEnded(party_id=PARTY, ground_code="revoked", correspondence_to=PARTY),
)
WHILE_OPEN: tuple[DomainEvent, ...] = (
    e.RemedyOffered(
        remedy_id=REMEDY, source_code="interim", kind_code="refund", authority_rule_id="rule"
    ),
    e.ComplaintEscalated(from_level=0, to_level=1, ground_code="deadline"),
    e.HandlingSuspended(ground_code="police_case"),
    e.HandlingResumed(),
)
