"""7.3 Contact: updates, notices to others, and what cannot be told to anybody."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes
from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import CommunicationImpossible, PartyNotified, Recourse, UpdateSent
from domain.complaint.objectivity.excluding import check_names_outside
from domain.complaint.parties.addressing import addressee
from domain.complaint.preconditions import HasEnded
from domain.complaint.response.offering import offer_decided
from domain.complaint.response.responding import decision_to_tell
from domain.complaint.tracking.suspending import check_not_suspended
from domain.errors import Refusal
from domain.values import Code, Day, VisibleText


class NobodyToTell(Refusal, code="NobodyToTell"):
    """An update for somebody whom nobody knows."""

    clause = "7.3"
    rule = "nobody is known who could be told"
    instead = "report the communication as impossible, or let the complainant join"


class NotAnonymous(Refusal, code="NotAnonymous"):
    """A complaint is called anonymous whose complainant is known."""

    clause = "7.3"
    rule = "the complaint is not anonymous"
    instead = "say why its complainant cannot be told: no_address, no_contact_wished or unsafe"


class SendUpdate(Act):
    """A party is told how it stands, that it takes longer, or what is awaited from them."""

    kind: Literal["progress", "holding", "reminder"] = "progress"
    channel_code: Annotated[Code | None, Field(description="The way it came, unless told")] = None
    to_party_id: Annotated[UUID | None, Field(description="To whom letters go, unless told")] = None
    recourse: Annotated[tuple[Recourse, ...], Field(description="Ways that are open already")] = ()
    final_expected_on: Annotated[
        Day | None, Field(description="By when the final response is expected")
    ] = None
    content: Annotated[VisibleText | None, Field(description="What they were told")] = None


class ReportImpossibleCommunication(Act):
    """What is owed cannot be told to anybody, and why."""

    purpose_code: Literal["acknowledgement", "response", "update"]
    ground_code: Literal["anonymous", "no_address", "no_contact_wished", "unsafe"]


class NotifyParty(Act):
    """Somebody beside the complainant was told, such as top management or a safety body."""

    audience_code: Code
    ground_code: Code
    channel_code: Annotated[
        Code | None, Field(description="As the policy's default, unless told")
    ] = None


def check_work_left(draft: Draft) -> None:
    """Refuse work on an ended complaint for which nothing more is to be done. Raises HasEnded."""
    complaint = draft.complaint
    if not complaint.is_open and not complaint.is_outstanding:
        raise HasEnded.of(complaint)


def _send_update(draft: Draft, command: SendUpdate) -> None:
    complaint, policy = draft.complaint, draft.context.policy
    check_names_outside(draft, command.recourse)
    if command.channel_code:
        check_codes(policy, "channels", [command.channel_code])
    to_party_id = addressee(draft, command.to_party_id)
    if to_party_id is None:
        raise NobodyToTell(complaint=complaint.reference)
    sent = UpdateSent(
        kind=command.kind,
        channel_code=command.channel_code or complaint.channel_code,
        to_party_id=to_party_id,
        recourse=command.recourse,
        final_expected_on=command.final_expected_on,
        content=command.content,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(sent, of=command)


def _may_report_impossible(draft: Draft) -> None:
    draft.require_open()


def _report_impossible(draft: Draft, command: ReportImpossibleCommunication) -> None:
    complaint = draft.complaint
    if command.ground_code == "anonymous" and complaint.party_id is not None:
        raise NotAnonymous(complaint=complaint.reference)
    if command.purpose_code == "response":
        check_not_suspended(draft)
        offer_decided(draft, decision_to_tell(draft))
    is_known = complaint.party_id is not None
    impossible = CommunicationImpossible(
        purpose_code=command.purpose_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(
            draft, ActForApproval(act=command), is_needed=is_known and not complaint.is_unreached
        ),
    )
    draft.add(impossible, of=command)


def _notify(draft: Draft, command: NotifyParty) -> None:
    policy = draft.context.policy
    if command.channel_code:
        check_codes(policy, "channels", [command.channel_code])
    notified = PartyNotified(
        audience_code=command.audience_code,
        ground_code=command.ground_code,
        channel_code=command.channel_code or policy.defaults.channel_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(notified, of=command)


send_update = Decider(
    "send_update",
    SendUpdate,
    _send_update,
    clause="7.3",
    summary="Tell a party how it stands",
    may=check_work_left,
    is_for_conflicted=True,
)
"""Tell a party how it stands (7.3).

Raises HasEnded, unless a remedy or an action is outstanding; NobodyToTell, WithoutAuthority,
OutsideNotNamed, UnknownCode.
"""

report_impossible_communication = Decider(
    "report_impossible_communication",
    ReportImpossibleCommunication,
    _report_impossible,
    clause="7.3",
    summary="Record that nobody can be told what is owed",
    may=_may_report_impossible,
)
"""Record what nobody can be told; a response then counts as given, with what it grants (7.3).

With an approval, where the complainant is known and nothing failed to reach them; they have the
time to reply all the same.

Raises HasEnded, NotAnonymous; for a response IsSuspended, NoDecisionProposed, DecisionNotApproved,
IssueNotAddressed.
"""

notify_party = Decider(
    "notify_party",
    NotifyParty,
    _notify,
    clause="7.3",
    summary="Record that somebody beside the complainant was told",
)
"""Record that somebody else was told, in any state (5.4.1)."""
