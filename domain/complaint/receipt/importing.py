"""7.2 Complaints that another system held: what it asserts is recorded, and nothing is invented."""

from collections.abc import Sequence

from domain.complaint.events import ComplaintReceived, DeadlineSet, KnownStateImported
from domain.complaint.lifecycle import State
from domain.decision_context import NewEvent
from domain.errors import Refusal

KNOWN_STATES: frozenset[State] = frozenset(
    {
        "RECEIVED",
        "ASSESSED",
        "INVESTIGATING",
        "RESPONDED",
        "ACCEPTED",
        "DISPUTED",
        "CLOSED",
        "WITHDRAWN",
        "OUT_OF_SCOPE",
    }
)
"""The states that a source may assert; it cannot know a decision or a referral of ours."""


class NotAnImport(Refusal, code="NotAnImport"):
    """Facts that do not make an import."""

    clause = "7.2"
    rule = "an import is a receipt, then the state that the source asserts, then what it dates"
    instead = "give the facts in this order, and no due dates"


def take_over(facts: Sequence[NewEvent]) -> list[NewEvent]:
    """The facts of an import, as the source's reader gives them.

    They are exempt from the invariants of handling; no deadline is set by or with them.
    Raises NotAnImport.
    """
    events = [fact.event for fact in facts]
    if len(events) < 2 or not isinstance(events[0], ComplaintReceived):
        raise NotAnImport(first=events[0].TYPE if events else "nothing")
    known = events[1]
    if not isinstance(known, KnownStateImported) or known.known_state not in KNOWN_STATES:
        raise NotAnImport(second=known.TYPE)
    for event in events[2:]:
        if isinstance(event, ComplaintReceived | KnownStateImported | DeadlineSet):
            raise NotAnImport(also=event.TYPE)
    return list(facts)
