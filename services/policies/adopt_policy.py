"""Putting a policy in force: by a person, or by the system where calendars alone differ (5.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from adapters.clock import now
from adapters.record import Outcome, Record
from domain.errors import ErrorCategory
from domain.local_times import day_in
from domain.policy import Policy
from domain.policy.adopting import (
    CALENDAR_REFRESHED,
    FIRST_START,
    Adoption,
    AdoptPolicy,
    adopted,
    begin_of,
    differ_in_calendars_alone,
    in_force,
    to_come,
)
from domain.policy.events import PolicyAdopted
from domain.policy.relaxing import relaxes
from domain.system_actors import system_actor
from domain.values import Actor, PolicyRef
from services.policies.policy_history import (
    Publication,
    adoptions,
    adoptions_in,
    legal_entity_stream,
    policy_at,
    policy_of,
    policy_stream,
)
from services.policies.statements import Statement

ATTEMPTS = 8
PAGE = 200
UNLESS_NAMED = {"policy": "iso10002_default", "legal_entity": "main", "zone": "UTC"}
"""What the first start adopts where neither settings nor data folder name another."""


class AdoptedMeanwhile(RuntimeError):
    """Others adopted again and again while this was being adopted."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPolicy:
    """A published version of an adopted policy that nobody has put in force."""

    policy_id: Annotated[str, "The policy."]
    version: Annotated[int, "Its latest version."]
    adopted_version: Annotated[int, "The version that was adopted."]
    legal_entity: Annotated[str, "The entity that decides under it."]
    instead: Annotated[str, "What to do about it."]


async def adopt(
    record: Record, command: AdoptPolicy, *, by: Actor, secret: bytes, at: datetime | None = None
) -> tuple[Adoption, bool]:
    """Record that a policy is adopted, unless it decides on that day anyhow.

    What decides and is adopted anew without a day takes the place of all that waits for theirs.
    Gives what decides on its first day, and whether that is new. at: now, unless told.
    Raises NeverPublished, NotTheirRole, InForceBeforeRecorded, RelaxedTooSoon, AdoptedMeanwhile.
    """
    ref = PolicyRef(id=command.policy_id, version=command.policy_version)
    policy = (await policy_at(record, ref)).policy
    last: Adoption | None = None
    for _ in range(ATTEMPTS):
        moment = at or now()
        relaxing = None
        if by.kind != "system":  # Which changes calendars, of what is told already.
            relaxing = await _relaxed_by(record, policy, command.legal_entity, moment)
        event = adopted(command, by=by, now=moment, relaxing=relaxing)
        history = await record.stream(legal_entity_stream(event.legal_entity))
        known = adoptions_in(history)
        decides = in_force(known, max(moment, begin_of(event.from_on, event.zone)))
        is_known = decides is not None and _is_same(decides, event)
        waits = None if command.from_on else _other_to_come(event, known, moment)
        if decides is not None and is_known and waits is None:
            return last or decides, last is not None
        if is_known and waits is not None:
            event = event.model_copy(update={"from_on": waits.from_on})
        appended = await record.append(_stated(event, by).after(history, secret, at=moment))
        if appended.outcome is Outcome.STORED:
            last = await _last(record, event)
            if not is_known:
                return last, True
    raise AdoptedMeanwhile(
        f"{command.legal_entity} adopted {ATTEMPTS} policies meanwhile: try again later"
    )


async def _relaxed_by(
    record: Record, policy: Policy, legal_entity: str, moment: datetime
) -> Adoption | None:
    """What is in force and binds more than this policy, once there are complaints."""
    by_entity = await adoptions(record)
    of_installation = next(iter(by_entity.values()), ())
    present = in_force(by_entity.get(legal_entity, ()), moment) or in_force(of_installation, moment)
    if present is None or not relaxes(policy, (await policy_at(record, present.ref)).policy):
        return None
    return present if await _has_complaints(record) else None


async def _has_complaints(record: Record) -> bool:
    """Found on the first page of events, or there are few."""
    position = 0
    while page := await record.after(position, PAGE):
        if any(one.stream_kind == "complaint" for one in page):
            return True
        position = page[-1].position
    return False


def _stated(event: PolicyAdopted, by: Actor) -> Statement:
    content = event.model_dump(mode="json", exclude_none=True)
    return Statement(legal_entity_stream(event.legal_entity), event, by, "adopt", content)


async def _last(record: Record, event: PolicyAdopted) -> Adoption:
    return adoptions_in(await record.stream(legal_entity_stream(event.legal_entity)))[-1]


def _other_to_come(
    event: PolicyAdopted, known: tuple[Adoption, ...], moment: datetime
) -> Adoption | None:
    """The first that waits for its day and says something else."""
    return next((one for one in to_come(known, moment) if not _is_same(one, event)), None)


def _is_same(one: Adoption, event: PolicyAdopted) -> bool:
    ref = PolicyRef(id=event.policy_id, version=event.policy_version)
    return (one.ref, one.zone) == (ref, event.zone)


async def adopt_first(
    record: Record, named: Mapping[str, str | None], *, secret: bytes
) -> Adoption | None:
    """Adopt the policy that is named, in its latest version, where nothing was ever adopted.

    named: policy, legal_entity, zone. None where something was, or that policy is not published.
    """
    chosen = {**UNLESS_NAMED, **{name: value for name, value in named.items() if value}}
    history = await record.stream(policy_stream(chosen["policy"]))
    if not history or await adoptions(record):
        return None
    command = AdoptPolicy(
        legal_entity=chosen["legal_entity"],
        zone=chosen["zone"],
        policy_id=chosen["policy"],
        policy_version=history[-1].version,
        ground_code=FIRST_START,
    )
    by = system_actor("policy")
    event = adopted(command, by=by, now=now())
    # Whoever starts first elsewhere meanwhile has adopted, and this one takes that.
    await record.append(_stated(event, by).after([], secret))
    return await _last(record, event)


async def adopt_calendars(
    record: Record, *, secret: bytes, at: datetime | None = None
) -> list[Adoption]:
    """Adopt each version that differs from an adopted one in its calendars alone; gives them."""
    moment, made = at or now(), []
    for known in (await adoptions(record)).values():
        for one in filter(None, (in_force(known, moment), *to_come(known, moment))):
            later = await _with_later_calendars(record, one)
            if later is None:
                continue
            command = AdoptPolicy(
                legal_entity=one.legal_entity,
                zone=one.zone,
                policy_id=one.ref.id,
                policy_version=later.version,
                from_on=max(one.from_on, day_in(one.zone, moment)),
                ground_code=CALENDAR_REFRESHED,
            )
            by = system_actor("policy")
            adoption, is_new = await adopt(record, command, by=by, secret=secret, at=moment)
            made += [adoption] if is_new else []
    return made


async def _with_later_calendars(record: Record, adoption: Adoption) -> Publication | None:
    """The last version after the adopted one that says all but calendars as that does."""
    present = (await policy_at(record, adoption.ref)).policy
    history = await record.stream(policy_stream(adoption.ref.id))
    for stored in reversed(history[adoption.ref.version :]):
        later = await policy_of(record, stored)
        if differ_in_calendars_alone(present, later.policy):
            return later
    return None


async def waiting(record: Record, *, at: datetime | None = None) -> tuple[WaitingPolicy, ...]:
    """The versions of policies in force that were published later and wait for a person."""
    moment, found = at or now(), []
    for known in (await adoptions(record)).values():
        present, coming = in_force(known, moment), to_come(known, moment)
        if present is None:
            continue
        policy_id = present.ref.id
        versions = [one.ref.version for one in coming if one.ref.id == policy_id]
        latest = len(await record.stream(policy_stream(policy_id)))
        if latest > max([present.ref.version, *versions]):
            found.append(
                WaitingPolicy(
                    policy_id=policy_id,
                    version=latest,
                    adopted_version=present.ref.version,
                    legal_entity=present.legal_entity,
                    instead=f"read it (`plaint policy show {policy_id}`), then put it in force: "
                    f"`plaint policy adopt {policy_id} --ground …`",
                )
            )
    return tuple(found)
