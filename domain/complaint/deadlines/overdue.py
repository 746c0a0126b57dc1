"""6.2 What is over by now, although the clock has not looked yet."""

from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineMissed
from domain.system_actors import system_actor
from domain.values import When


def pass_what_is_over(draft: Draft) -> None:
    """Let what the organisation owes be missed by now, as the clock would.

    So it makes no difference to what is told next when the clock has last looked.
    """
    known = draft.state.deadlines.values() if draft.state else ()
    for one in known:
        is_ours = one.status == "running" and one.fact.party == "organisation"
        if is_ours and one.due_at < draft.context.now:
            missed = DeadlineMissed(deadline_id=one.fact.deadline_id, due_at=one.due_at)
            when = When(at=one.due_at, zone=one.fact.zone)
            draft.add(missed, occurred=when, actor=system_actor("clock"))
