"""What programs read of a stream, whichever aggregate it is of: alike over HTTP and with --json."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from domain.recorded import Recorded
from domain.values import Actor, Instant, When
from services.commands.event_assembly import Head
from services.queries.unsealing import Opened


class StreamAnswer(BaseModel):
    """A stream as it stands after its latest event."""

    stream_kind: str
    stream_id: UUID
    version: int
    recorded_at: Instant
    state: dict[str, Any]


class StreamEvent(BaseModel):
    """One event of a stream. erased: the classes of which nothing can be opened any more."""

    event_id: UUID
    version: int
    position: int
    type: str
    occurred: When
    recorded_at: Instant
    actor: Actor
    data: dict[str, Any]
    erased: list[str]


class StreamHistory(BaseModel):
    """The events of a stream, in order, nothing left out."""

    stream_kind: str
    stream_id: UUID
    events: list[StreamEvent]


def stream(head: Head) -> StreamAnswer:
    """A stream as it is answered."""
    assert isinstance(head.recorded_at, datetime)
    return StreamAnswer(
        stream_kind=head.of.stream_kind,
        stream_id=head.stream_id,
        version=head.version,
        recorded_at=head.recorded_at,
        state=TypeAdapter(head.of.state).dump_python(head.state, mode="json"),
    )


def history(head: Head, events: Iterable[Recorded | Opened]) -> StreamHistory:
    """Its events as they are answered; opened ones tell what is sealed in them too."""
    opened = [one if isinstance(one, Opened) else Opened(one, ()) for one in events]
    return StreamHistory(
        stream_kind=head.of.stream_kind,
        stream_id=head.stream_id,
        events=[_event(one) for one in opened],
    )


def _event(one: Opened) -> StreamEvent:
    recorded = one.recorded
    return StreamEvent(
        event_id=recorded.event_id,
        version=recorded.version,
        position=recorded.position or 0,
        type=recorded.event.TYPE,
        occurred=recorded.occurred,
        recorded_at=recorded.recorded_at,
        actor=recorded.actor,
        data=recorded.event.model_dump(mode="json", exclude_none=True),
        erased=list(one.erased),
    )
