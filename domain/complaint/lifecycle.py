"""The thirteen states of a complaint, and the sets of them that rules speak of (7.1 to 7.9)."""

from typing import Literal

State = Literal[
    "RECEIVED",
    "ASSESSED",
    "INVESTIGATING",
    "DECIDED",
    "RESPONDED",
    "ACCEPTED",
    "DISPUTED",
    "REVIEW",
    "EXTERNAL",
    "CLOSED",
    "WITHDRAWN",
    "OUT_OF_SCOPE",
    "MERGED",
]

PRE: frozenset[State] = frozenset({"RECEIVED", "ASSESSED", "INVESTIGATING", "DECIDED"})
"""The states before the answer."""
BEFORE_DECISION = PRE - {"DECIDED"}
ENDED: frozenset[State] = frozenset({"CLOSED", "WITHDRAWN", "OUT_OF_SCOPE", "MERGED"})
ANSWERED: frozenset[State] = frozenset({"RESPONDED", "ACCEPTED", "DISPUTED", "CLOSED"})
"""The states in which an import asserts that something was answered."""
AWAITING: frozenset[State] = frozenset({"RESPONDED", "DISPUTED", "REVIEW", "EXTERNAL"})
"""The states in which the complainant's reply to the answer is awaited."""
CONTESTABLE: frozenset[State] = frozenset({"RESPONDED", "ACCEPTED"})
DECIDABLE: frozenset[State] = frozenset({"ASSESSED", "INVESTIGATING", "REVIEW", "DECIDED"})
"""The states in which a decision can be proposed."""
REVIEWABLE: frozenset[State] = frozenset({"RESPONDED", "DISPUTED"})
GOES_ON: frozenset[State] = PRE | {"REVIEW", "EXTERNAL", "MERGED"}
"""The states that a referral does not change; from all others the complaint goes outside."""

TURNED_AWAY = frozenset({"out_of_scope", "forwarded"})
"""The kinds of answer that turn a complaint away."""
ANEW = frozenset({"new_evidence", "external_instruction"})
"""The grounds of reopening that begin a new attempt, if anything was answered."""
