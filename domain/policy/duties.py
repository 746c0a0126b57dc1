"""Who may do what under a policy: duties kept apart, stand-ins, limits (4.7, 4.12, Annex F)."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from domain.values import Code, Money, Value

Duty = Literal["required", "self_after_hours", "waived"]


class Separation(Value):
    """Which duties one person may not join in one complaint (4.7, Annex D).

    required: never; self_after_hours: only so many hours after one's own act; waived: always.
    approver_roles: the roles that may do what is an approver's. ground_code: the reason that is
    recorded with each relaxation, unless the act gives one.
    """

    approve: Duty = "required"
    review: Duty = "required"
    verify_effect: Duty = "required"
    erase: Duty = "required"
    handle_conflicted: Duty = "required"
    hours: Annotated[int, Field(ge=1)] | None = None
    approver_roles: Annotated[tuple[Code, ...], Field(min_length=1)] = ("approver",)
    ground_code: Code | None = None

    @model_validator(mode="after")
    def _hours_with_their_rule(self) -> Self:
        duties = [getattr(self, duty) for duty in DUTIES]
        if ("self_after_hours" in duties) != (self.hours is not None):
            raise ValueError("hours belong to self_after_hours: give both or neither")
        return self


DUTIES = tuple(
    name
    for name, field in Separation.model_fields.items()
    if get_args(field.annotation) == get_args(Duty)
)
"""The duties that a policy keeps apart, or does not."""


class StandIn(Value):
    """A role that also does what is another's, where an organisation has no such person."""

    role: Code
    acts_as: Annotated[tuple[Code, ...], Field(min_length=1)]


USUAL_STAND_INS = (
    StandIn(role="handler", acts_as=("investigator", "action_owner")),
    StandIn(role="approver", acts_as=("reviewer", "action_owner", "management_representative")),
)
"""Who stands in for whom where a policy says nothing of it; an empty list means nobody."""


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
