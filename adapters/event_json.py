"""Recorded events to and from the octets that are stored, hashed and published."""

from typing import Any, NotRequired
from uuid import UUID

import orjson
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from adapters.canonical import canonical
from adapters.sealing import LARGEST, TooLarge
from adapters.upcasts import NoUpcast, upcast
from domain.complaint.lifecycle import State
from domain.event import DomainEvent, classes_of, sealed_classes
from domain.event_types import TYPES
from domain.privacy import P0, P1, PrivacyClass
from domain.recorded import Recorded
from domain.values import Actor, Instant, PolicyRef, When, instant_text


class Unreadable(ValueError):
    """Octets that are no event which this version can read."""


class _Envelope(TypedDict):
    event_id: UUID
    stream_kind: str
    stream_id: UUID
    version: int
    occurred: When
    recorded_at: Instant
    actor: Actor
    command_id: UUID
    correlation_id: UUID
    prev: str
    causation_id: NotRequired[UUID]
    on_behalf_of: NotRequired[UUID]
    entered_from: NotRequired[UUID]
    policy: NotRequired[PolicyRef]
    state: NotRequired[State]


_ENVELOPE = TypeAdapter(_Envelope)


def personal_fields(event: DomainEvent) -> dict[PrivacyClass, dict[str, Any]]:
    """The sealed part of an event: every class its type declares, with its fields, maybe none."""
    classes = classes_of(type(event))
    given = event.model_dump(mode="json", exclude_none=True)
    return {
        mark: {name: value for name, value in given.items() if classes[name] is mark}
        for mark in sealed_classes(type(event))
    }


def public(recorded: Recorded) -> bytes:
    """The event's canonical octets, without personal data (RFC 8785).

    ``recorded.sealed`` must already name the blobs. Raises TooLarge above 256 KiB.
    """
    octets = canonical(_public_fields(recorded))
    if len(octets) > LARGEST:
        raise TooLarge(f"event is too long ({len(octets)} octets, at most {LARGEST}): shorten it")
    return octets


def _public_fields(recorded: Recorded) -> dict[str, Any]:
    event = recorded.event
    classes = classes_of(type(event))
    open_fields = {name for name, mark in classes.items() if mark in (P0, P1)}
    fields = {
        "event_id": str(recorded.event_id),
        "type": event.TYPE,
        "schema": event.SCHEMA,
        "stream_kind": recorded.stream_kind,
        "stream_id": str(recorded.stream_id),
        "version": recorded.version,
        "occurred": recorded.occurred.model_dump(mode="json", exclude_none=True),
        "recorded_at": instant_text(recorded.recorded_at),
        "actor": recorded.actor.model_dump(mode="json", exclude_none=True),
        "command_id": str(recorded.command_id),
        "correlation_id": str(recorded.correlation_id),
        "prev": recorded.prev,
        "data": event.model_dump(mode="json", exclude_none=True, include=open_fields),
        "sealed": [{"class": mark, "sha256": digest} for mark, digest in sorted(recorded.sealed)],
    }
    return fields | _optional_fields(recorded)


def _optional_fields(recorded: Recorded) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: str(value)
        for name in ("causation_id", "on_behalf_of", "entered_from", "state")
        if (value := getattr(recorded, name)) is not None
    }
    if recorded.policy is not None:
        fields["policy"] = recorded.policy.model_dump(mode="json")
    return fields


def recorded(octets: bytes, position: int | None = None) -> Recorded:
    """The event in these octets, brought to its present schema; sealed fields stay None.

    Fields that a newer writer added are ignored. Raises Unreadable for anything that is no event
    of a known type and schema.
    """
    try:
        fields = orjson.loads(octets)
        kind = TYPES[fields["type"]]
        data = upcast(kind.TYPE, fields["schema"], fields["data"], present=kind.SCHEMA)
        return Recorded(
            event=kind.model_validate(data, extra="ignore"),
            sealed=tuple((entry["class"], entry["sha256"]) for entry in fields["sealed"]),
            position=position,
            **_ENVELOPE.validate_python(fields, extra="ignore"),
        )
    except (KeyError, TypeError, ValidationError, NoUpcast, orjson.JSONDecodeError) as error:
        place = "" if position is None else f" at position {position}"
        raise Unreadable(f"no readable event{place}: {type(error).__name__} {error}") from error
