"""A complaints-handling policy as a whole, and that it does not contradict itself (5.3)."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.policy.calendars import Calendar
from domain.policy.clocks import (
    Clocks,
    DayEnds,
    DeadlineRule,
    EscalationRule,
    ExtensionRule,
    PauseRule,
)
from domain.policy.disclosure_bases import USUAL_DISCLOSURE_BASES
from domain.policy.duties import USUAL_STAND_INS, AuthorityRule, Separation, StandIn
from domain.policy.erasure_bases import USUAL_ERASURE_BASES, ErasureBasis
from domain.policy.kinds import Start
from domain.policy.lists import IntakeDefaults, ListedCode, Lists, SeverityScale
from domain.values import Code, Text

NEEDED: tuple[tuple[str, tuple[Start, ...]], ...] = (
    ("acknowledgement", ("received", "logged")),
    ("response", ("received", "logged", "acknowledged")),
    ("top_management_notice", ("safety_found",)),
)
"""Without these a complaint could wait for ever (6.2), or top management not hear of it (5.4.1)."""


class Policy(Clocks):
    """A published policy: every number and list that a decision depends on.

    stages: how often the organisation itself answers, reviews included. day_ends: local time, 24:00
    for the end of the day, at which a day's deadline passes; counting begins with the day after the
    start, so what came at 09:00, 17:45 or 23:59 is due at the same time. approval_waived_for: kinds
    of remedies that, alone in a decision, need no approval. effect_window_days: so long after an
    action was carried out nobody says yet that it was effective. erasure_bases: the rights by
    which personal data is erased; an erasure by any other is refused.
    disclosure_bases: those by which it is given to others, likewise.
    """

    policy_id: Code
    title: Text
    contact_point_code: Code
    stages: Annotated[int, Field(ge=1)] = 2
    day_ends: DayEnds
    is_investigation_optional: bool = False
    may_close_with_tracked_commitments: bool = False
    approval_waived_for: tuple[Code, ...] = ()
    effect_window_days: Annotated[int, Field(ge=1)] | None = None
    defaults: IntakeDefaults = IntakeDefaults()
    separation: Separation = Separation()
    stand_ins: tuple[StandIn, ...] = USUAL_STAND_INS
    erasure_bases: Annotated[tuple[ErasureBasis, ...], Field(min_length=1)] = USUAL_ERASURE_BASES
    disclosure_bases: Annotated[tuple[ListedCode, ...], Field(min_length=1)] = (
        USUAL_DISCLOSURE_BASES
    )
    severity: SeverityScale
    calendars: Annotated[tuple[Calendar, ...], Field(min_length=1)]
    authority: tuple[AuthorityRule, ...]
    lists: Lists = Lists()

    @model_validator(mode="after")
    def _names_what_it_has(self) -> Self:
        known = {calendar.calendar_id for calendar in self.calendars}
        if missing := {rule.calendar_id for rule in self.deadlines} - known:
            raise ValueError(f"no calendar is called {', '.join(sorted(missing))}")
        for name, named in self._named().items():
            if len(set(named)) != len(named):
                raise ValueError(f"two of {name} have the same name: {', '.join(sorted(named))}")
        return self

    def _named(self) -> dict[str, Sequence[str]]:
        return {
            "deadlines": [rule.rule_id for rule in self.deadlines],
            "pauses": [rule.rule_id for rule in self.pauses],
            "extensions": [rule.rule_id for rule in self.extensions],
            "escalations": [rule.rule_id for rule in self.escalations],
            "authority": [rule.rule_id for rule in self.authority],
            "calendars": [calendar.calendar_id for calendar in self.calendars],
            "disclosure_bases": [basis.code for basis in self.disclosure_bases],
            "erasure_bases": [basis.code for basis in self.erasure_bases],
            "severities": [step.code for step in self.severity.steps],
        }

    @model_validator(mode="after")
    def _has_what_the_standard_asks_for(self) -> Self:
        has = {(rule.kind, start) for rule in self.deadlines for start in rule.starts_from}
        if missing := [
            f"{kind} from {' or '.join(starts)}"
            for kind, starts in NEEDED
            if not any((kind, start) in has for start in starts)
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
        """The calendar of this id, or its first: only dates of another policy name none of its own.

        No complaint stands still because its policy was replaced.
        """
        found = (one for one in self.calendars if one.calendar_id == calendar_id)
        return next(found, self.calendars[0])

    def deadline_rule(self, rule_id: str) -> DeadlineRule | None:
        """The rule of this id that sets due dates, if the policy has it."""
        return next((rule for rule in self.deadlines if rule.rule_id == rule_id), None)

    def pause_rule(self, rule_id: str) -> PauseRule | None:
        """The rule of this id that stops clocks, if the policy has it."""
        return next((rule for rule in self.pauses if rule.rule_id == rule_id), None)

    def escalations_of(self, kind: str, *, after: str) -> list[EscalationRule]:
        """The rules that raise a complaint when a due date of this kind has come so far."""
        return [rule for rule in self.escalations if kind in rule.kinds and rule.after == after]

    @property
    def known_products(self) -> frozenset[str]:
        """The products of its list and those that its clocks are for; none where any may be."""
        listed = self.lists.products.codes if self.lists.products else ()
        rules: tuple[DeadlineRule | ExtensionRule, ...] = (*self.deadlines, *self.extensions)
        named = {code for rule in rules for code in rule.only.product_codes}
        return frozenset({*named, *(entry.code for entry in listed)})

    def acts_as(self, role: str) -> frozenset[str]:
        """The roles whose work somebody of this role may do, their own among them."""
        others = {each for one in self.stand_ins if one.role == role for each in one.acts_as}
        return frozenset({role, *others})
