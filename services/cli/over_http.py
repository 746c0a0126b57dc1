"""What is read over HTTP, in the shapes in which the keyboard shows what it reads itself."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from adapters import event_json
from domain.complaint.fold import fold
from domain.complaint.linking.brought_matter import beside
from domain.event_types import TYPES
from domain.recorded import Recorded
from services.cli.api_client import Api, path_of, read_as
from services.cli.exits import RequestFailed
from services.cli.shorthand import Known
from services.commands.duplicates import LikelyDuplicates
from services.commands.erasing import Certificate
from services.queries.answers import Trail
from services.queries.explaining import Explanation
from services.queries.next_steps import NextSteps
from services.queries.queries import ComplaintAsOf, OpenedComplaint
from services.queries.unsealing import Opened

AT_ONCE = 1_000
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CATCHES_UP_SECONDS, LOOK_EVERY = 5.0, 0.1
NOT_EXPLAINED = {
    "detail": "why a date is when it is, is explained to those who work here",
    "instead": "your dates are what `plaint show` lists under dates",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A complaint as the API answered it, and what the keyboard shows of it.

    complaint: None for a party's key, to whom it has a shape of its own. quoted: the references of
    the complaints that it names.
    """

    answer: Mapping[str, Any]
    complaint: ComplaintAsOf | OpenedComplaint | None
    steps: NextSteps | None
    quoted: Mapping[UUID, str]


def complaint(api: Api, reference: str, as_of: Mapping[str, Any], *, content: bool) -> Shown:
    """One complaint, folded here from its events as the API gives them. Raises RequestFailed."""
    address = path_of(reference)
    answer = api.get(f"{address}/opened" if content else address, **as_of)
    if _is_own(answer):
        return Shown(answer, None, None, {})
    plain = answer["complaint"] if content else answer
    events = _until(api, reference, plain["fold_of"]["version"])
    complaint_as_of = _as_of(plain["fold_of"], events)
    opened = (
        OpenedComplaint(complaint_as_of, tuple(_opened(answer["events"], events)))
        if content
        else complaint_as_of
    )
    next_steps = {name: plain[name] for name in ("next", "not_now")}
    steps = None if plain["next"] is None else read_as(NextSteps, next_steps)
    return Shown(answer, opened, steps, _references(api, complaint_as_of))


def history(api: Api, reference: str, at: datetime | None = None) -> Trail:
    """The whole trail of a complaint. Raises RequestFailed."""
    pages: list[Trail] = []
    after: int | None = 0
    while after is not None:
        answer = api.get(
            f"{path_of(reference)}/history", after_version=after, as_of=at, limit=AT_ONCE
        )
        pages.append(read_as(Trail, answer))
        after = pages[-1].next_after
    return replace(pages[-1], entries=tuple(one for page in pages for one in page.entries))


def known_of(api: Api, reference: str | None, zone: str) -> Known:
    """What may be left unsaid about a complaint: what it names now, and its events, if readable.

    zone: of the house. Raises RequestFailed.
    """
    if reference is None:
        return Known(zone)
    answer = api.get(path_of(reference))
    ids = set(UUIDS.findall(json.dumps(answer)))
    with suppress(RequestFailed):
        ids.update(str(one.event_id) for one in history(api, reference).entries)
    issues = {one["issue_no"]: UUID(one["issue_id"]) for one in answer.get("issues", ())}
    return Known(answer.get("zone") or zone, issues, frozenset(ids))


def explanations(api: Api, reference: str, at: datetime | None) -> list[Explanation]:
    """Why each due date of a complaint is when it is. Raises RequestFailed."""
    address = path_of(reference)
    answer = api.get(address, at=at)
    if _is_own(answer):
        raise RequestFailed(HTTPStatus.FORBIDDEN, NOT_EXPLAINED)
    ids = [one["fact"]["deadline_id"] for one in answer["deadlines"]]
    answers = [api.get(f"{address}/deadlines/{deadline_id}", at=at) for deadline_id in ids]
    return [read_as(Explanation, one) for one in answers]


def id_of(api: Api, reference: str) -> str:
    """The id of a complaint, in whichever shape this key is shown it. Raises RequestFailed."""
    answer = api.get(path_of(reference))
    return str(answer["links"]["self"][-36:] if _is_own(answer) else answer["complaint_id"])


def likely_duplicates(api: Api, reference: str) -> LikelyDuplicates:
    """Complaints that name the same contact or product. Raises RequestFailed."""
    return read_as(LikelyDuplicates, api.get(f"{path_of(reference)}/likely-duplicates"))


def certificate(api: Api, reference: str, request_id: UUID) -> Certificate:
    """What an erasure destroyed. Raises RequestFailed."""
    return read_as(Certificate, api.get(f"{path_of(reference)}/erasures/{request_id}"))


def _is_own(answer: Mapping[str, Any]) -> bool:
    """Whether it is a complaint in the shape that its own parties are shown."""
    return "state_in_words" in answer


def _until(api: Api, reference: str, version: int) -> list[Recorded]:
    """The events up to this one, as far as the trail has come; it follows the record."""
    give_up = time.monotonic() + CATCHES_UP_SECONDS
    while True:
        events = _events(history(api, reference))
        if (events and events[-1].version >= version) or time.monotonic() > give_up:
            return [one for one in events if one.version <= version]
        time.sleep(LOOK_EVERY)


def _events(trail: Trail) -> list[Recorded]:
    return [event_json.recorded(one.public, one.position) for one in trail.entries]


def _as_of(fold_of: Mapping[str, Any], events: list[Recorded]) -> ComplaintAsOf:
    folded = fold(events)
    if folded is None:
        raise RequestFailed(
            HTTPStatus.SERVICE_UNAVAILABLE,
            {"detail": "the audit trail has not come so far yet", "instead": "repeat it"},
        )
    last = events[-1]
    assert last.position is not None
    return ComplaintAsOf(
        complaint=folded,
        complaint_id=last.stream_id,
        version=last.version,
        position=last.position,
        recorded_at=last.recorded_at,
        events=len(events),
        is_latest=fold_of["is_latest"] and last.version == fold_of["version"],
        log_id=UUID(fold_of["log_id"]),
    )


def _opened(steps: Iterable[Mapping[str, Any]], events: list[Recorded]) -> Iterable[Opened]:
    by_version = {one.version: one for one in events}
    for step in steps:
        if step["version"] in by_version:
            event = TYPES[step["type"]].model_validate(step["data"], extra="ignore")
            recorded = by_version[step["version"]].changed(event=event)
            yield Opened(recorded, tuple(step["erased"]))


def _references(api: Api, as_of: ComplaintAsOf) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for other_id in beside(as_of.complaint):
        with suppress(RequestFailed):
            found[other_id] = api.get(path_of(str(other_id)))["reference"]
    return found
