"""Every adoption of a policy that was ever recorded, as programs are told of it (5.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from adapters.record import Record
from domain.policy.adopting import Adoption, Became, what_became
from services.policies.policy_history import adoptions


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionTold:
    """One adoption: which version an entity decides under, by whom, from when and why."""

    legal_entity: Annotated[str, "The entity that decides under it."]
    zone: Annotated[str, "The zone of its days."]
    policy_id: Annotated[str, "The policy."]
    policy_version: Annotated[int, "Its version."]
    from_on: Annotated[date, "Its first day."]
    ground_code: Annotated[str, "Why it was adopted."]
    adopted_by: Annotated[UUID, "Who put it in force."]
    role: Annotated[str, "In which role."]
    recorded_at: Annotated[datetime, "When that was recorded."]
    is_in_force: Annotated[bool, "Whether it decides now."]
    status: Annotated[
        Became,
        "in_force: it decides; waiting: its day has not come; taken_back: replaced before its day "
        "came, so it never decides; taking_back: it says only that what waited does not begin; "
        "over: it decided, or a later one began first.",
    ]

    @classmethod
    def of(cls, one: Adoption, status: Became) -> "AdoptionTold":
        """An adoption, and what became of it."""
        return cls(
            legal_entity=one.legal_entity,
            zone=one.zone,
            policy_id=one.ref.id,
            policy_version=one.ref.version,
            from_on=one.from_on,
            ground_code=one.ground_code,
            adopted_by=one.adopted_by.id,
            role=one.adopted_by.role,
            recorded_at=one.recorded_at,
            is_in_force=status == "in_force",
            status=status,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionsAnswer:
    """Every adoption ever, by entity and in the order in which they were recorded."""

    adoptions: tuple[AdoptionTold, ...]


async def every_adoption(record: Record, *, now: datetime) -> tuple[tuple[Adoption, Became], ...]:
    """Each adoption ever, and what became of it; nothing that was replaced is left out."""
    by_entity = await adoptions(record)
    return tuple(
        found
        for of_entity in by_entity.values()
        for found in zip(of_entity, what_became(of_entity, now), strict=True)
    )
