"""Whether this process lives and takes commands, for supervisors; how all parts are, for people."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import structlog
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from starlette.responses import Response

from services.access.principals import Principals
from services.access.rights import WATCHERS
from services.api import description, responses
from services.api.answers import as_json
from services.api.authentication import Admit, Probe
from services.api.error_mapping import unavailable
from services.api.problems import STALLED, Kind, Problem, Stalled
from services.operations.health_watch import Watch
from services.operations.own_api import INSTALLATION
from services.policies.adopt_policy import waiting
from services.representations.overview import Overview, overview
from services.wiring import Installation

READY_SECONDS = 3.0
READY = (
    "503 as long as the database is away or no policy is in force. What stands still elsewhere, "
    "a relay, a view, a broker, takes no process out of service: `/wellz` tells that."
)
STALLS = (
    "503 as long as the database is away or a part stands still: relay, projection workers, clock, "
    "a view; or the log of reads or the folder of documents takes nothing. `faults` names each, "
    "says why it counts as stalled, and what to do. A part may be silent, and an event wait, for "
    "60 seconds (`PLAINT_STALLED_AFTER`)."
)

Seen = TypeVar("Seen")

logger = structlog.get_logger(__name__)


class Alive(BaseModel):
    """The process answers."""

    alive: bool = True


class Ready(BaseModel):
    """What commands need is there; position: the last of the record."""

    ready: bool = True
    position: int


class Well(BaseModel):
    """No part of the installation stands still."""

    is_well: bool = True


def add_health(
    app: FastAPI,
    installation: Installation,
    *,
    head: Callable[[], Awaitable[int]],
    watch: Watch,
    principals: Principals,
) -> None:
    """Give the application /livez, /readyz, /wellz, /health; ``head`` asks what commands need."""
    ours = {INSTALLATION: installation.secrets.identity}

    async def livez() -> Response:
        return as_json(Alive(), headers=ours)

    async def readyz() -> Response:
        return as_json(Ready(position=await _soon(head(), ours)), headers=ours)

    async def wellz() -> Response:
        if stalled := (await _soon(watch.sight(), ours)).faults:
            raise _of(ours, Stalled(stalled))
        return as_json(Well(), headers=ours)

    _add(app, livez, Alive, "Does the process live?")
    _add(app, readyz, Ready, "Can this process take commands?", READY)
    _add(app, wellz, Well, "Does no part of the installation stand still?", STALLS, (STALLED,))
    _add_health(app, installation, watch, Admit(principals, WATCHERS))


def _add_health(app: FastAPI, installation: Installation, watch: Watch, admit: Admit) -> None:
    async def health() -> Response:
        policies, late = installation.policies, await waiting(installation.record)
        sight, ending = await watch.sight(), await policies.running_out()
        entities = await policies.legal_entities()
        return as_json(overview(sight, entities=entities, ending=ending, waiting=late))

    app.add_api_route(
        "/health",
        health,
        methods=["GET"],
        dependencies=[Depends(admit)],
        operation_id="read_health",
        summary="How is everything: record, relay, clock, views, workers?",
        description=f"200 also while something stands still.\n\nRoles: {roles(admit)}.",
        tags=["health"],
        response_model=Overview,
        responses=responses.success(200) | responses.problems(*responses.READING),
        openapi_extra={"security": description.BY_KEY},
    )


def roles(admit: Admit) -> str:
    """Whom a rule lets in, in words."""
    return ", ".join(sorted(admit.roles))


def _of(ours: Mapping[str, str], problem: Problem) -> Problem:
    """A problem that says whose it is, as the other answers of a probe do."""
    problem.headers |= ours
    return problem


async def _soon(check: Awaitable[Seen], ours: Mapping[str, str]) -> Seen:
    try:
        async with asyncio.timeout(READY_SECONDS):
            return await check
    except Exception as error:
        logger.warning("api.not_ready", exc_info=error)
        away = unavailable("the database, or the policy in force, cannot be read now")
        raise _of(ours, away) from None


def _add(
    app: FastAPI,
    endpoint: Any,
    model: type,
    summary: str,
    about: str | None = None,
    kinds: tuple[Kind, ...] = (),
) -> None:
    """A route for supervisors, who have no key."""
    app.add_api_route(
        f"/{endpoint.__name__}",
        endpoint,
        methods=["GET"],
        dependencies=[Depends(Probe())],
        operation_id=endpoint.__name__,
        summary=summary,
        description=about,
        tags=["health"],
        response_model=model,
        responses=responses.success(200, INSTALLATION)
        | responses.problems(*responses.EVERYWHERE, *kinds),
    )
