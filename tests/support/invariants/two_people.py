"""4.7, 4.12: what takes two people is asked for by one, and happens by the other's act alone."""

from collections.abc import Iterator

from domain.complaint import events as e
from domain.complaint.authority.events import UnderApproval
from tests.support.office import Told

WITHOUT_EFFECT = {"approvals", "version", "recorded_at", "took_part", "moments", "policy_id"}
"""What a request changes: that it waits, and that somebody was at work."""


def nothing_happens_by_a_request_alone(told: Told) -> Iterator[str]:
    """The complaint stays as it was, and no other fact of whoever asked comes with it."""
    if not any(isinstance(one.event, e.ApprovalRequested) for one in told.recorded):
        return
    for before, one, after in told.steps:
        if isinstance(one.event, e.ApprovalRequested):
            was, now = vars(before), vars(after)
            changed = {name for name in now if was[name] != now[name]} - WITHOUT_EFFECT
            if changed:
                yield f"a request changed {changed}"
        elif one.actor == told.context.actor:
            yield f"{one.event.TYPE} beside a request"


def who_approves_acts_and_did_not_ask(told: Told) -> Iterator[str]:
    """Unless the policy lets one person do both, which is recorded with its ground."""
    duty = told.policy.separation.approve
    for _, one, _ in told.steps:
        event = one.event
        if not isinstance(event, UnderApproval) or event.approved_by is None or _is_decided(event):
            continue
        if event.approved_by != one.actor.id:
            yield f"{event.TYPE} approved by somebody who did not act"
        if event.approval_id is None:
            if duty != "waived" or event.separation != "relaxed":
                yield f"{event.TYPE} by one person alone"
            continue
        own = told.before[one.stream_id].approvals[event.approval_id]
        if own.status != "open":
            yield f"{event.TYPE} of a request that was {own.status}"
        is_one = own.author == event.approved_by
        if is_one and (duty == "required" or event.separation != "relaxed"):
            yield f"{event.TYPE} approved by its own author"


def _is_decided(event: UnderApproval) -> bool:
    """Whether it was approved with what it belongs to: a decision, or what was told elsewhere."""
    if isinstance(event, e.RecordCorrected):
        return event.field == "received" and event.from_id is not None
    return isinstance(event, e.RemedyOffered) and event.source_code == "decision"


def what_takes_two_people_names_who_approved(told: Told) -> Iterator[str]:
    """Each such fact says who approved it; a close only where it is discontinued."""
    always = (
        *(e.RecordCorrected, e.SealedContentRemoved, e.DecisionSetAside),
        *(e.ComplaintDeclaredOutOfScope, e.IssueDeclaredOutOfScope),
    )
    for one in told.recorded:
        event = one.event
        is_discontinued = getattr(event, "basis_code", None) == "discontinued"
        takes_two = isinstance(event, always) or is_discontinued
        if takes_two and getattr(event, "approved_by", None) is None:
            yield f"{event.TYPE} that nobody approved"


def nobody_alone_ends_what_the_organisation_owes(told: Told) -> Iterator[str]:
    """What is accepted is owed until it is paid whole, or its party or two people end it.

    By whatever command: the fact that ends it, or one of the same command, names who approved it.
    """
    before, after = told.before, told.after
    are_two = any(getattr(one.event, "approved_by", None) for one in told.recorded)
    if are_two or told.context.actor.kind == "party":
        return
    for complaint_id in before.keys() & after.keys():
        for remedy in before[complaint_id].owed:
            now = after[complaint_id].remedies[remedy.remedy_id]
            is_paid = now.status == "fulfilled" and now.paid_money == now.money
            if not (now.is_owed or is_paid):
                yield f"{remedy.kind_code} is {now.status} by one person alone"


TWO_PEOPLE = (
    nobody_alone_ends_what_the_organisation_owes,
    nothing_happens_by_a_request_alone,
    who_approves_acts_and_did_not_ask,
    what_takes_two_people_names_who_approved,
)
