"""The versioned lists of codes that a policy enumerates, and what it takes where nobody said."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from domain.complaint.parts import PriorityCode
from domain.values import Code, Text, Value

ListName = Literal["categories", "products", "channels", "remedy_kinds", "causes"]
URGENCY: tuple[PriorityCode, ...] = get_args(PriorityCode)
"""The priorities, the most urgent first."""
Version = Annotated[int, Field(ge=1)]


class Severity(Value):
    """One step of the scale of severity, and how urgent it makes a complaint (7.5)."""

    code: Code
    label: Text
    priority_code: PriorityCode


class SeverityScale(Value):
    """The steps of severity, the mildest first; not_judged may be one."""

    version: Version
    steps: Annotated[tuple[Severity, ...], Field(min_length=1)]


class ListedCode(Value):
    """One code and what it is called."""

    code: Code
    label: Text


class CodeList(Value):
    """A versioned list of codes; only these may be used where a policy has the list."""

    version: Version
    codes: Annotated[tuple[ListedCode, ...], Field(min_length=1)]

    def has(self, code: str) -> bool:
        """Whether the code stands in the list."""
        return any(entry.code == code for entry in self.codes)


class Lists(Value):
    """The lists of codes that the policy enumerates; None leaves that field free."""

    categories: CodeList | None = None
    products: CodeList | None = None
    channels: CodeList | None = None
    remedy_kinds: CodeList | None = None
    causes: CodeList | None = None

    def named(self, name: ListName) -> CodeList | None:
        """The list of this name."""
        found: CodeList | None = getattr(self, name)
        return found


class IntakeDefaults(Value):
    """What is recorded where nobody said."""

    channel_code: Code = "other"
    category_code: Code = "unclassified"
    severity_code: Code = "not_judged"
    subject_kind: Literal["product", "service", "complaint_handling", "conduct", "other"] = "other"
