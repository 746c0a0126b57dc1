"""The issues of a complaint and its initial assessment, as they are known (7.2, 7.5)."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from domain.complaint.parts import HandlingCode, Issue, PriorityCode

IssueStatus = Literal["open", "settled", "forwarded", "withdrawn", "out_of_scope", "released"]
"""released: answered in another complaint: the one that it came from again, or a split-off one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueState:
    """One issue and whether it still has to be answered. told: as it was last recorded."""

    issue_id: UUID
    issue_no: int
    told: Issue
    status: IssueStatus = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The latest initial assessment. handling_code: as it was last set, for no stated reason."""

    severity_code: str
    is_safety: bool
    priority_code: PriorityCode
    handling_code: HandlingCode | None = None
