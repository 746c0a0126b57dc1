"""The usual way of a complaint, in as few words as a story needs."""

from typing import Any

from tests.stories.people import APPROVER, OMBUDSMAN
from tests.stories.telling import Told


def decide(told: Told, finding: str = "upheld", **decision: Any) -> None:
    """From the assessment, or a new round, to an approved decision on every open issue."""
    told.world.wait(days=1)
    if told.state in ("ASSESSED", "INVESTIGATING"):
        told.do("open_investigation")
    told.world.wait(days=2)
    for issue in told.complaint.open_issues:
        told.do("record_finding", issue_id=issue.issue_id, finding_code=finding)
    told.do("propose_decision", **decision)
    told.world.wait(days=1)
    told.do("approve_decision", by=APPROVER)


def answer(told: Told, finding: str = "upheld", **decision: Any) -> None:
    """From the assessment to the response."""
    decide(told, finding, **decision)
    told.do("send_response", recourse=OMBUDSMAN)


def carry_out(told: Told) -> None:
    """Everything that is owed is done."""
    for remedy in told.complaint.owed:
        told.do("fulfil_remedy", remedy_id=remedy.remedy_id)
