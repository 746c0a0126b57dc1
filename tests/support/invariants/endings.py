"""How a complaint ends and goes on again: closing, withdrawing, reopening, erasing."""

from collections.abc import Iterator

from domain.complaint import events as e
from domain.complaint.lifecycle import ENDED
from domain.complaint.linking.split_family import one_matter
from domain.complaint.state import Complaint
from tests.support.office import Told

NOT_BOUND = ("remedy_not_delivered", "external_instruction", "closed_in_error")


def nothing_is_closed_while_an_outside_body_has_it(told: Told) -> Iterator[str]:
    """Nor while what it directed is to be carried out."""
    for before, one, _ in told.steps:
        if not isinstance(one.event, e.ComplaintClosed) or before is None:
            continue
        if any(each.status == "pending" for each in before.referrals.values()):
            yield "a referral is pending"
        if before.state == "EXTERNAL" and (left := _undone(before)):
            yield f"{left} directions are not done"


def _undone(complaint: Complaint) -> int:
    directed = [
        each.action_id
        for referral in complaint.referrals.values()
        if not referral.are_void
        for each in referral.directions
    ]
    done = {each.action_id for each in complaint.actions.values() if each.is_done}
    settled = ("fulfilled", "declined")
    done |= {each.remedy_id for each in complaint.remedies.values() if each.status in settled}
    return len(set(directed) - done)


def a_basis_fits_the_state_that_is_closed(told: Told) -> Iterator[str]:
    """Accepted, unanswered, spent, determined; all else is discontinued with approval."""
    fits = {"no_reply": "RESPONDED", "recourse_exhausted": "DISPUTED"}
    fits |= {"determination_implemented": "EXTERNAL", "accepted_and_carried_out": "ACCEPTED"}
    fits["accepted_with_tracked_commitments"] = "ACCEPTED"
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintClosed) or before is None:
            continue
        if event.basis_code == "discontinued":
            if before.state in ("ACCEPTED", "EXTERNAL", *ENDED):
                yield f"discontinued in {before.state}"
            if one.actor.role not in told.policy.separation.approver_roles:
                yield f"discontinued by {one.actor.role}"
        elif before.state != fits[event.basis_code]:
            yield f"{event.basis_code} in {before.state}"


def for_want_of_a_reply_is_closed_what_could_be_replied_to(told: Told) -> Iterator[str]:
    """The time to reply to the latest response is over, or nobody could be told."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintClosed) or before is None or before.answer is None:
            continue
        windows = [
            each
            for each in before.deadlines.values()
            if each.fact.kind == "reply_window"
            and each.fact.start_event_id == before.answer.event_id
        ]
        is_over = bool(windows) and all(each.due_at < told.context.now for each in windows)
        is_impossible = before.answer.kind == "impossible"
        if event.basis_code == "no_reply" and not (is_over or is_impossible):
            yield f"the time to reply ends {[each.due_at for each in windows]}"


def invariant_13_what_is_continued_is_on_record(told: Told) -> Iterator[str]:
    """An action or a linked complaint goes on with it."""
    for before, one, after in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintWithdrawn) or before is None:
            continue
        if not event.is_continued_internally or before.state == after.state:
            continue
        if not before.links and all(each.status == "void" for each in before.actions.values()):
            yield "nothing continues"


def invariant_18_after_the_window_only_an_approver_reopens(told: Told) -> Iterator[str]:
    """The window counts from the ending to the day of the act; some grounds it does not bind."""
    for before, one, after in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintReopened) or before is None:
            continue
        if before.is_open or before.state == "MERGED" or after.state != event.resumes_in_state:
            yield f"reopened from {before.state} in {after.state}"
        if event.ground_code in NOT_BOUND or before.ending is None:
            continue
        windows = [
            each.fact.due_at
            for each in before.deadlines.values()
            if each.fact.kind == "reopen_window"
            and each.fact.start_event_id == before.ending.event_id
        ]
        told_at = one.occurred.earliest
        is_over = told_at is not None and any(due_at < told_at for due_at in windows)
        if is_over and one.actor.role not in told.policy.separation.approver_roles:
            yield f"{one.actor.role} reopened for {event.ground_code} after {windows}"


def invariant_19_only_what_has_ended_is_erased(told: Told) -> Iterator[str]:
    """No hold stands, it was approved, and by somebody else where the policy says so."""
    for before, one, _ in told.steps:
        event = one.event
        if before is None or not isinstance(event, e.ErasureApproved | e.PersonalDataErased):
            continue
        if isinstance(event, e.PersonalDataErased) and event.ground_code == "released":
            yield from _not_of_the_released(told, before, event)
            continue
        matter = (before, *(told.before[each] for each in one_matter(before, told.before)))
        holds = sum(len(each.holds) for each in matter)
        if before.is_open or holds:
            yield f"{event.TYPE} in {before.state} with {holds} holds"
        erasure = before.erasures[event.request_id]
        if isinstance(event, e.PersonalDataErased) and erasure.status != "approved":
            yield f"erased what was {erasure.status}"
        is_own = isinstance(event, e.ErasureApproved) and erasure.requester == one.actor.id
        if is_own and told.policy.separation.erase == "required":
            yield "approved by who requested it"


def _not_of_the_released(
    told: Told, before: Complaint, event: e.PersonalDataErased
) -> Iterator[str]:
    """Of a complaint that goes on only the copies are erased of who left it with their own."""
    if before.holds:
        yield "copies are erased under a hold"
    theirs = {one.party_id for one in before.parties.values() if one.left_by == "released"}
    theirs |= {one.representative_party_id for one in before.representations if one.has_ended}
    held = {one.key_id: one for one in told.context.keys_of[before.complaint_id]}
    for key_id in event.key_ids:
        if held[key_id].party_id not in theirs:
            yield f"what is known of party {held[key_id].party_id} is erased, who has not left"


def invariant_19_data_is_kept_as_long_as_it_has_to_be(told: Told) -> Iterator[str]:
    """Without a lawful request the retention is over first."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.ErasureApproved) or before is None:
            continue
        if before.erasures[event.request_id].legal_basis_code != "retention_over":
            continue
        kept = [
            each.fact.due_at
            for each in before.deadlines.values()
            if each.fact.kind == "retention" and each.status != "cancelled"
        ]
        if not kept or max(kept) >= told.context.now:
            yield f"kept until {kept}"


def invariant_19_data_is_kept_while_its_matter_goes_on(told: Told) -> Iterator[str]:
    """In what it was merged with, or split from, of which nothing is open any more."""
    for before, one, _ in told.steps:
        event = one.event
        if before is None or not isinstance(event, e.ErasureApproved | e.PersonalDataErased):
            continue
        if isinstance(event, e.PersonalDataErased) and event.ground_code == "released":
            continue
        for each in one_matter(before, told.before):
            if told.before[each].is_open:
                yield f"erased while {told.before[each].reference} goes on"


def invariant_24_the_last_open_issue_goes_only_with_the_complaint(told: Told) -> Iterator[str]:
    """What drops it withdraws the complaint."""
    for before, one, after in told.steps:
        is_gone = isinstance(one.event, e.IssueWithdrawn) and before is not None
        if is_gone and before and before.open_issues and not after.open_issues:
            yield f"no issue is left open in {after.state}"


ENDINGS = (
    nothing_is_closed_while_an_outside_body_has_it,
    a_basis_fits_the_state_that_is_closed,
    for_want_of_a_reply_is_closed_what_could_be_replied_to,
    invariant_13_what_is_continued_is_on_record,
    invariant_18_after_the_window_only_an_approver_reopens,
    invariant_19_only_what_has_ended_is_erased,
    invariant_19_data_is_kept_as_long_as_it_has_to_be,
    invariant_19_data_is_kept_while_its_matter_goes_on,
    invariant_24_the_last_open_issue_goes_only_with_the_complaint,
)
