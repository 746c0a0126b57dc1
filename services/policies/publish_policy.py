"""Publishing: a policy and its calendars become events, once for each thing that they say."""

from typing import Any, TypedDict
from uuid import UUID

from adapters.calendars import refreshed
from adapters.record import Outcome, Record
from domain.errors import ErrorCategory
from domain.policy import Calendar, Policy
from domain.policy.events import CalendarPublished, PolicyPublished
from domain.system_actors import system_actor
from domain.values import Actor
from services.policies.policy_history import calendar_stream, content_of, policy_of, policy_stream
from services.policies.statements import Statement

ATTEMPTS = 8


class PublishedMeanwhile(RuntimeError):
    """Others published again and again while this was being published."""

    category = ErrorCategory.UNAVAILABLE


class Bound(TypedDict):
    """A version of a calendar that a policy is bound to."""

    calendar_id: str
    version: int


async def publish(
    record: Record, policy: Policy, *, secret: bytes, publisher: Actor | None = None
) -> bool:
    """Publish a policy unless its latest version says the same; True when it was published.

    Each of its calendars is published first, where it is new, and bound by its version; so a due
    date can be explained for ever (invariant 16). publisher: the system, unless told.
    Raises PublishedMeanwhile.
    """
    who = publisher or system_actor("policy")
    bound = [await _bound(record, calendar, secret, who) for calendar in policy.calendars]
    content = _content(policy, bound)
    if await _latest(record, policy.policy_id) == content:
        return False
    return await _publish(record, policy.policy_id, content, secret, who)


async def refresh(record: Record, policy_id: str, *, secret: bytes) -> bool:
    """Publish a policy anew where its calendars know more by now; True when it was published.

    All else that it says stays, word for word. Raises PublishedMeanwhile, BadCalendar.
    """
    stored = (await record.stream(policy_stream(policy_id)))[-1]
    who = system_actor("policy")
    bound, is_new = [], False
    for calendar in (await policy_of(record, stored)).policy.calendars:
        fresh = refreshed(calendar)
        if fresh == calendar.model_copy(update={"version": fresh.version}):
            bound.append(Bound(calendar_id=calendar.calendar_id, version=calendar.version))
        else:
            bound.append(await _bound(record, fresh, secret, who))
            is_new = True
    content = {**content_of(stored), "calendars": bound}
    return is_new and await _publish(record, policy_id, content, secret, who)


async def _latest(record: Record, policy_id: str) -> dict[str, Any] | None:
    """What the latest version says, with what it left to be understood, such as later fields."""
    if not (history := await record.stream(policy_stream(policy_id))):
        return None
    stored = await policy_of(record, history[-1])
    return _content(stored.policy, content_of(history[-1])["calendars"])


def _content(policy: Policy, bound: list[Bound]) -> dict[str, Any]:
    return {**policy.model_dump(mode="json", exclude_none=True), "calendars": bound}


async def _bound(record: Record, calendar: Calendar, secret: bytes, who: Actor) -> Bound:
    """The calendar in the version that says this; published where there is none."""
    said = calendar.model_dump(mode="json", exclude_none=True, exclude={"version"})
    named = calendar.calendar_id
    stream_id = calendar_stream(named)
    for stored in reversed(await record.stream(stream_id)):
        if content_of(stored) == said:
            return Bound(calendar_id=named, version=stored.version)
    event = CalendarPublished(calendar_id=named, content=said, published_by=who.id)
    version, _ = await _published(record, _new(stream_id, event, who), secret)
    return Bound(calendar_id=named, version=version)


async def _publish(
    record: Record, policy_id: str, content: dict[str, Any], secret: bytes, who: Actor
) -> bool:
    event = PolicyPublished(policy_id=policy_id, content=content, published_by=who.id)
    new = _new(policy_stream(policy_id), event, who)
    _, is_new = await _published(record, new, secret)
    return is_new


def _new(stream_id: UUID, event: PolicyPublished | CalendarPublished, who: Actor) -> Statement:
    return Statement(stream_id, event, who, "publish", event.content)


async def _published(record: Record, new: Statement, secret: bytes) -> tuple[int, bool]:
    """The version that says this, and whether it was stored just now."""
    for _ in range(ATTEMPTS):
        history = await record.stream(new.stream_id)
        if history and content_of(history[-1]) == new.content:
            return history[-1].version, False
        appended = await record.append(new.after(history, secret))
        if appended.outcome is Outcome.STORED:
            return len(history) + 1, True
    raise PublishedMeanwhile(
        f"the {new.kind} {new.named!r} was published {ATTEMPTS} times meanwhile: try again later"
    )
