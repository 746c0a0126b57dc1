"""The complaints-handling policy that decisions are taken under (ISO 10002:2018, 5.3)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from domain.events.parts import PriorityCode
from domain.values import Code, Money, Text, Value

Start = Literal[
    "received",
    "contacted",
    "safety_found",
    "responded",
    "remedy_accepted",
    "taken_up_again",
    "ended",
]
Unit = Literal["hours", "working_days", "calendar_days", "weeks", "months"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Duty = Literal["required", "self_after_hours", "waived"]
ListName = Literal["categories", "channels", "remedy_kinds"]
Positive = Annotated[int, Field(ge=1)]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

NEEDED: tuple[tuple[str, Start], ...] = (
    ("acknowledgement", "received"),
    ("response", "received"),
    ("top_management_notice", "safety_found"),
)
"""Without these a complaint could wait for ever (6.2), or top management not hear of it (5.4.1)."""


class DeadlineRule(Value):
    """How long something may take, and from when on (6.2).

    starts_from: the facts that each start it anew. warn_percent: after this share of the time a
    warning is due.
    """

    rule_id: Code
    kind: Code
    starts_from: Annotated[tuple[Start, ...], Field(min_length=1)]
    amount: Annotated[int, Field(ge=1, le=10_000)]
    unit: Unit
    party: Literal["organisation", "complainant"] = "organisation"
    calendar_id: Code
    warn_percent: Annotated[int, Field(ge=1, le=99)] | None = None


class Calendar(Value):
    """Which days are working days."""

    calendar_id: Code
    version: Positive
    weekend: tuple[Weekday, ...]
    holidays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _has_working_days(self) -> Self:
        if len(set(self.weekend)) == len(WEEKDAYS):
            raise ValueError("a calendar without a working day: leave one out of the weekend")
        return self

    def is_working_day(self, day: date) -> bool:
        """Whether the organisation works on this day."""
        return WEEKDAYS[day.weekday()] not in self.weekend and day not in self.holidays


class Separation(Value):
    """Which duties one person may not join in one complaint (4.6, Annex D).

    required: never; self_after_hours: only so many hours after one's own act; waived: always.
    approver_roles: the roles that may do what is an approver's. ground_code: the reason that is
    recorded with each relaxation, unless the act gives one.
    """

    approve: Duty = "required"
    review: Duty = "required"
    verify_effect: Duty = "required"
    erase: Duty = "required"
    handle_conflicted: Duty = "required"
    hours: Positive | None = None
    approver_roles: Annotated[tuple[Code, ...], Field(min_length=1)] = ("approver",)
    ground_code: Code | None = None

    @model_validator(mode="after")
    def _hours_with_their_rule(self) -> Self:
        duties = (self.approve, self.review, self.verify_effect, self.erase, self.handle_conflicted)
        if ("self_after_hours" in duties) != (self.hours is not None):
            raise ValueError("hours belong to self_after_hours: give both or neither")
        return self


class AuthorityRule(Value):
    """What remedies a role may grant (Annex F).

    kinds: of remedies; empty means every kind. limits: for all remedies of one complaint together,
    one for each currency; a currency without one is beyond the role, unless is_unlimited.
    """

    rule_id: Code
    role: Code
    kinds: tuple[Code, ...] = ()
    limits: tuple[Money, ...] = ()
    is_unlimited: bool = False


class Severity(Value):
    """One step of the scale of severity, and how urgent it makes a complaint (7.5)."""

    code: Code
    label: Text
    priority_code: PriorityCode


class SeverityScale(Value):
    """The steps of severity, the mildest first; not_judged may be one."""

    version: Positive
    steps: Annotated[tuple[Severity, ...], Field(min_length=1)]


class ListedCode(Value):
    """One code and what it is called."""

    code: Code
    label: Text


class CodeList(Value):
    """A versioned list of codes; only these may be used where a policy has the list."""

    version: Positive
    codes: Annotated[tuple[ListedCode, ...], Field(min_length=1)]

    def has(self, code: str) -> bool:
        """Whether the code stands in the list."""
        return any(entry.code == code for entry in self.codes)


class Lists(Value):
    """The lists of codes that the policy enumerates; None leaves that field free."""

    categories: CodeList | None = None
    channels: CodeList | None = None
    remedy_kinds: CodeList | None = None

    def named(self, name: ListName) -> CodeList | None:
        """The list of this name."""
        found: CodeList | None = getattr(self, name)
        return found


class IntakeDefaults(Value):
    """What is recorded where nobody said (lifecycle, 3)."""

    channel_code: Code = "other"
    category_code: Code = "unclassified"
    severity_code: Code = "not_judged"
    subject_kind: Literal["product", "service", "complaint_handling", "conduct", "other"] = "other"


class Policy(Value):
    """A published policy: every number and list that a decision depends on.

    day_ends: local time, 24:00 for the end of the day, at which a day's deadline passes.
    approval_waived_for: kinds of remedies that, alone in a decision, need no approval.
    """

    policy_id: Code
    title: Text
    contact_point_code: Code
    day_ends: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
    is_investigation_optional: bool = False
    may_close_with_tracked_commitments: bool = False
    approval_waived_for: tuple[Code, ...] = ()
    defaults: IntakeDefaults = IntakeDefaults()
    separation: Separation = Separation()
    severity: SeverityScale
    calendars: Annotated[tuple[Calendar, ...], Field(min_length=1)]
    deadlines: tuple[DeadlineRule, ...]
    authority: tuple[AuthorityRule, ...]
    lists: Lists = Lists()

    @model_validator(mode="after")
    def _names_what_it_has(self) -> Self:
        known = {calendar.calendar_id for calendar in self.calendars}
        if missing := {rule.calendar_id for rule in self.deadlines} - known:
            raise ValueError(f"no calendar is called {', '.join(sorted(missing))}")
        for name, named in {
            "deadlines": [rule.rule_id for rule in self.deadlines],
            "authority": [rule.rule_id for rule in self.authority],
            "calendars": [calendar.calendar_id for calendar in self.calendars],
            "severities": [step.code for step in self.severity.steps],
        }.items():
            if len(set(named)) != len(named):
                raise ValueError(f"two of {name} have the same name: {', '.join(sorted(named))}")
        return self

    @model_validator(mode="after")
    def _has_what_the_standard_asks_for(self) -> Self:
        kinds = {(rule.kind, start) for rule in self.deadlines for start in rule.starts_from}
        if missing := [
            f"{kind} from {start}" for kind, start in NEEDED if (kind, start) not in kinds
        ]:
            raise ValueError(f"no deadline of the kind {', '.join(missing)}: add a rule for it")
        return self

    @model_validator(mode="after")
    def _defaults_are_listed(self) -> Self:
        defaults, lists = self.defaults, self.lists
        if defaults.severity_code not in {step.code for step in self.severity.steps}:
            raise ValueError(f"the default severity {defaults.severity_code!r} is not in the scale")
        for listed, code in (
            (lists.channels, defaults.channel_code),
            (lists.categories, defaults.category_code),
        ):
            if listed is not None and not listed.has(code):
                raise ValueError(f"the default {code!r} is not in its list")
        return self

    def calendar(self, calendar_id: str) -> Calendar:
        """The calendar of this id, which the policy has."""
        return next(one for one in self.calendars if one.calendar_id == calendar_id)
