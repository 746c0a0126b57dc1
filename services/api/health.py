"""Whether this process lives, and whether it can serve: for supervisors, without a key."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from starlette.responses import Response

from services.api import description
from services.api.answers import as_json
from services.api.door import Anyone
from services.api.translating import unavailable

READY_SECONDS = 3.0

logger = structlog.get_logger(__name__)


class Alive(BaseModel):
    """The process answers."""

    alive: bool = True


class Ready(BaseModel):
    """What serving needs is there; position: the last of the record."""

    ready: bool = True
    position: int


def add_health(app: FastAPI, *, head: Callable[[], Awaitable[int]]) -> None:
    """Give the application /livez and /readyz. head: asks the record and what commands need."""

    async def livez() -> Response:
        return as_json(Alive())

    async def readyz() -> Response:
        try:
            async with asyncio.timeout(READY_SECONDS):
                return as_json(Ready(position=await head()))
        except Exception as error:
            logger.warning("api.not_ready", exc_info=error)
            raise unavailable("the database, or the policy in force, cannot be read now") from None

    for path, endpoint, model, summary in (
        ("/livez", livez, Alive, "Does the process live?"),
        ("/readyz", readyz, Ready, "Can it serve?"),
    ):
        app.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            dependencies=[Depends(Anyone())],
            operation_id=path.strip("/"),
            summary=summary,
            tags=["health"],
            response_model=model,
            responses=description.problems(503),
        )
