"""Who may act, and when: times, excluded staff, authority to speak, duties kept apart."""

from collections.abc import Iterator
from datetime import timedelta

from domain.complaint import events as e
from domain.complaint.acts import Act, EnteredAct
from domain.complaint.authority.events import UnderApproval
from domain.complaint.linking.brought_matter import received_by
from domain.complaint.state import Complaint
from tests.support.office import Told

SKEW = timedelta(minutes=5)
TELLS = (e.ComplaintAcknowledged, e.UpdateSent, e.DocumentAttached, e.ExclusionAccepted)
"""What somebody in conflict may still do where the policy waives that duty."""
SPEAKS = (e.DecisionAccepted, e.DecisionRejected, e.ComplaintWithdrawn)


def invariant_1_each_event_has_its_actor_and_its_command(told: Told) -> Iterator[str]:
    """By the command's id and place it gets the same id whenever the command is repeated."""
    context = told.context
    if told.recorded and told.recorded[0].stream_id != context.complaint_id:
        yield "the first fact is of another complaint"
    for index, one in enumerate(told.recorded):
        if one.command_id != context.command_id or one.event_id != context.event_id(index):
            yield f"{one.event.TYPE} has ids of its own"
        if one.actor != context.actor and one.actor.kind != "system":
            yield f"{one.event.TYPE} is {one.actor.role}'s, and {context.actor.role} acted"


def invariant_2_staff_act_after_the_receipt_and_not_in_the_future(told: Told) -> Iterator[str]:
    """What outsiders did lies outside these bounds; and a split tells the past again.

    What comes with a receipt is of its time, which may be unknown. Who came with a merged complaint
    is told alone from the receipt of their own.
    """
    if not isinstance(told.command, Act) or isinstance(told.command, EnteredAct):
        return
    if told.kind.begins:
        return
    for before, one, _ in told.steps:
        is_own = one.stream_id == told.context.complaint_id
        if not is_own or before is None or one.actor.kind != "staff":
            continue
        first, last = one.occurred.earliest, one.occurred.latest
        party_id = getattr(told.command, "to_party_id", None)
        received = received_by(before, party_id, one.occurred.day).earliest
        if first is None or first > told.context.now + SKEW:
            yield f"{one.event.TYPE} at {one.occurred}, now {told.context.now}"
        if last is not None and received is not None and last < received:
            yield f"{one.event.TYPE} at {one.occurred}, received {received}"


def invariant_5_only_with_authority_does_a_word_count(told: Told) -> Iterator[str]:
    """Whoever has no part in it, or no authority on that day, changes nothing.

    What they withdraw where it is merged rests on their authority in the own complaint.
    """
    for before, one, after in told.steps:
        event, is_own = one.event, one.stream_id == told.context.complaint_id
        if before is None or not is_own or not isinstance(event, SPEAKS):
            continue
        party_id = event.party_id or before.party_id
        has_effect = (before.state, before.issues) != (after.state, after.issues)
        if has_effect and party_id and not before.acts_for(party_id, one.occurred.day):
            yield f"{event.TYPE} by {party_id} moved it to {after.state}"


def invariant_7_nobody_approves_their_own_decision(told: Told) -> Iterator[str]:
    """Where the policy lets them, it is recorded as a relaxation."""
    for before, one, _ in told.steps:
        if not isinstance(one.event, e.DecisionApproved) or before is None:
            continue
        decision = before.decision
        if decision is None:
            yield "approved without a decision"
        elif decision.author == one.actor.id and told.policy.separation.approve == "required":
            yield "the author approved"
        elif decision.author == one.actor.id and one.event.separation != "relaxed":
            yield "the author approved, and it is called independent"


def invariant_7_who_is_excluded_does_not_act(told: Told) -> Iterator[str]:
    """Unless it is accepted; where conflicts are waived they may tell of a way outside.

    What a complainant withdraws they withdraw where it is merged too, whoever enters it.
    """
    is_waived = told.policy.separation.handle_conflicted == "waived"
    is_theirs = told.kind.name in ("withdraw", "withdraw_issue")
    for before, one, _ in told.steps:
        is_elsewhere = one.stream_id != told.context.complaint_id
        if before is None or one.actor.kind != "staff" or (is_theirs and is_elsewhere):
            continue
        if _is_out(before, one.actor.id) and not (is_waived and isinstance(one.event, TELLS)):
            yield f"{one.event.TYPE} by somebody excluded"


def invariant_7_who_is_excluded_gets_no_work(told: Told) -> Iterator[str]:
    """Neither the complaint, nor an investigation, nor does their decision become an answer."""
    for before, one, after in told.steps:
        if after.handler and _is_out(after, after.handler):
            yield "the handler is excluded"
        if before is None:
            continue
        event = one.event
        if isinstance(event, e.InvestigationOpened) and _is_out(before, event.investigator):
            yield "the investigator is excluded"
        if isinstance(event, e.ResponseSent) and before.state == "DECIDED" and before.decision:
            by = (before.decision.author, before.decision.approver)
            if any(_is_out(before, each) for each in by if each):
                yield "the answer is of somebody excluded"


def invariant_20_nobody_judges_the_effect_of_what_they_owned_or_did(told: Told) -> Iterator[str]:
    """Unless the policy waives it, which is recorded; and no success before its time."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.ActionEffectVerified) or before is None:
            continue
        action = before.actions[event.action_id]
        if one.actor.id in (action.owner, action.completed_by):
            if told.policy.separation.verify_effect == "required":
                yield "whoever owned or did it verified"
            if event.separation != "relaxed" or event.ground_code is None:
                yield "whoever owned or did it verified, and no relaxation is recorded"
        days, done = told.policy.effect_window_days, action.completed
        if event.verdict_code != "effective" or days is None or done is None or done.day is None:
            continue
        today = one.occurred.day
        if today is not None and today < done.day + timedelta(days=days):
            yield f"effective on {today}, done on {done.day}"


def invariant_23_each_relaxation_has_its_ground(told: Told) -> Iterator[str]:
    """So have extensions and endings by us, whose events cannot be without."""
    for one in told.recorded:
        event = one.event
        is_relaxed = getattr(event, "separation", None) == "relaxed"
        is_discontinued = getattr(event, "basis_code", None) == "discontinued"
        own = getattr(event, "ground_code", None)
        is_approval = isinstance(event, UnderApproval)
        if ((is_relaxed and not is_approval) or is_discontinued) and own is None:
            yield f"{event.TYPE} without a ground"
        if is_relaxed and isinstance(event, UnderApproval) and not event.separation_ground_code:
            yield f"{event.TYPE} relaxed without a ground"


def what_awaits_a_decision_is_settled_by_name_alone(told: Told) -> Iterator[str]:
    """A flag falls only with an event that names the fact."""
    for before, one, after in told.steps:
        gone = set(before.undecided) - set(after.undecided) if before else set()
        if gone - set(one.event.settles_event_ids or ()):
            yield f"{one.event.TYPE} settled what it does not name"


def _is_out(complaint: Complaint, staff_id: object) -> bool:
    return any(
        each.staff == staff_id and not each.is_accepted for each in complaint.exclusions.values()
    )


ACTING = (
    invariant_1_each_event_has_its_actor_and_its_command,
    invariant_2_staff_act_after_the_receipt_and_not_in_the_future,
    invariant_5_only_with_authority_does_a_word_count,
    invariant_7_nobody_approves_their_own_decision,
    invariant_7_who_is_excluded_does_not_act,
    invariant_7_who_is_excluded_gets_no_work,
    invariant_20_nobody_judges_the_effect_of_what_they_owned_or_did,
    invariant_23_each_relaxation_has_its_ground,
    what_awaits_a_decision_is_settled_by_name_alone,
)
