"""The clocks of a policy: how long, from when on, how they stop, move and call for help (6.2)."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from domain.policy.kinds import Kind, Party, Start, Unit
from domain.values import Code, Value

Amount = Annotated[int, Field(ge=1, le=10_000)]
Kinds = Annotated[tuple[Kind, ...], Field(min_length=1)]
DayEnds = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


class Matter(Value):
    """What a complaint has to be about, or how it came, for a rule to be its rule.

    Empty: whatever it is. Of products and categories, those of its open issues count; once none is
    open, those of what was answered. A policy whose clocks name products knows these and those of
    its list, and no others: a receipt with another one is marked, staff's later word is refused.
    """

    product_codes: tuple[Code, ...] = ()
    category_codes: tuple[Code, ...] = ()
    channel_codes: tuple[Code, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether every complaint fits."""
        return not (self.product_codes or self.category_codes or self.channel_codes)

    def covers(self, other: "Matter") -> bool:
        """Whether whatever fits the other matter fits this one."""
        pairs = (
            (self.product_codes, other.product_codes),
            (self.category_codes, other.category_codes),
            (self.channel_codes, other.channel_codes),
        )
        return all(not own or (theirs and set(theirs) <= set(own)) for own, theirs in pairs)

    def fits(self, *, products: Iterable[str], categories: Iterable[str], channel: str) -> bool:
        """Whether a complaint about these, through this channel, is meant."""
        wanted = (
            (self.product_codes, set(products)),
            (self.category_codes, set(categories)),
            (self.channel_codes, {channel}),
        )
        return all(not codes or not found.isdisjoint(codes) for codes, found in wanted)


class DeadlineRule(Value):
    """How long something may take, and from when on (6.2).

    starts_from: the facts that each start it anew. stage: the one stage that it is for; without
    one, every stage. only: the complaints that it is for; where such a rule fits, it goes before
    those of its kind that are for all. day_ends: where its day ends otherwise than the policy's.
    warn_percent: after this share of the time a warning is due.
    """

    rule_id: Code
    kind: Kind
    starts_from: Annotated[tuple[Start, ...], Field(min_length=1)]
    stage: Annotated[int, Field(ge=1)] | None = None
    only: Matter = Matter()
    amount: Amount
    unit: Unit
    party: Party = "organisation"
    calendar_id: Code
    day_ends: DayEnds | None = None
    warn_percent: Annotated[int, Field(ge=1, le=99)] | None = None


class PauseRule(Value):
    """On which grounds clocks may stop, and what is given back when they go on.

    with_suspension: they stop and go on with the work itself. unit: in which the pause is counted,
    a day being 24 hours, or until the same local time. at_most: so many of them are given back,
    however long it was. back_dating_days: how many days after it began a pause may still be told;
    later only an approver tells it.
    """

    rule_id: Code
    kinds: Kinds
    ground_codes: Annotated[tuple[Code, ...], Field(min_length=1)]
    with_suspension: bool = False
    unit: Literal["hours", "working_days", "calendar_days"] = "calendar_days"
    at_most: Amount | None = None
    back_dating_days: Annotated[int, Field(ge=0, le=10_000)] = 1


class ExtensionRule(Value):
    """How far a due date may be moved before it has come (invariant 17).

    amount, unit: how far beyond the due date as it stands. times: how often; further, or more
    often, only an approver moves it. stage: the one stage that it is for. ground_codes: the reasons
    that count; empty means any.
    """

    rule_id: Code
    kinds: Kinds
    stage: Annotated[int, Field(ge=1)] | None = None
    only: Matter = Matter()
    amount: Amount
    unit: Literal["hours", "working_days", "calendar_days", "weeks", "months"]
    times: Annotated[int, Field(ge=1)] = 1
    role: Code = "handler"
    needs_notice: bool = True
    needs_agreement: bool = False
    ground_codes: tuple[Code, ...] = ()


class EscalationRule(Value):
    """To which level a complaint rises by itself when a due date nears or passes (7.3)."""

    rule_id: Code
    kinds: Kinds
    after: Literal["missed", "warned"] = "missed"
    to_level: Annotated[int, Field(ge=1)]


class Clocks(Value):
    """All clocks of a policy, each rule under a name of its own."""

    deadlines: tuple[DeadlineRule, ...]
    pauses: tuple[PauseRule, ...] = ()
    extensions: tuple[ExtensionRule, ...] = ()
    escalations: tuple[EscalationRule, ...] = ()

    @model_validator(mode="after")
    def _warned_only_where_there_is_a_warning(self) -> Self:
        warned = {rule.kind for rule in self.deadlines if rule.warn_percent is not None}
        for rule in self.escalations:
            if rule.after == "warned" and (silent := sorted(set(rule.kinds) - warned)):
                raise ValueError(
                    f"the escalation {rule.rule_id} waits for a warning that never comes "
                    f"({', '.join(silent)}): give their deadlines a warn_percent"
                )
        return self
