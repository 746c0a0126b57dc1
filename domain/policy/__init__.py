"""The complaints-handling policy that decisions are taken under (ISO 10002:2018, 5.3)."""

from domain.policy.calendars import (
    WEEKDAYS,
    Calendar,
    CalendarPlan,
    Holiday,
    Weekday,
)
from domain.policy.clocks import (
    Clocks,
    DeadlineRule,
    EscalationRule,
    ExtensionRule,
    Matter,
    PauseRule,
)
from domain.policy.duties import AuthorityRule, Duty, Separation, StandIn
from domain.policy.erasure_bases import ErasureBasis
from domain.policy.kinds import Kind, Party, Start, Unit
from domain.policy.lists import (
    CodeList,
    IntakeDefaults,
    ListedCode,
    ListName,
    Lists,
    Severity,
    SeverityScale,
)
from domain.policy.whole import Policy

__all__ = [
    "WEEKDAYS",
    "AuthorityRule",
    "Calendar",
    "CalendarPlan",
    "Clocks",
    "CodeList",
    "DeadlineRule",
    "Duty",
    "ErasureBasis",
    "EscalationRule",
    "ExtensionRule",
    "Holiday",
    "IntakeDefaults",
    "Kind",
    "ListName",
    "ListedCode",
    "Lists",
    "Matter",
    "Party",
    "PauseRule",
    "Policy",
    "Separation",
    "Severity",
    "SeverityScale",
    "StandIn",
    "Start",
    "Unit",
    "Weekday",
]
