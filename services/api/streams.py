"""Any aggregate over HTTP: its commands, how a stream stands, what happened to it.

The complaint has routes of its own, which tell more and let those in whom it is about.
"""

import inspect
from typing import Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response
from structlog.contextvars import bind_contextvars

from adapters.clock import now
from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.decider import AnyDecider
from domain.registry import AGGREGATES
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.rights import OPENERS, ROLES
from services.api import commands, description, reading
from services.api.answers import as_json
from services.api.authentication import Admit
from services.api.etags import etag, expected_versions
from services.api.parameters import Word, must_name_a_stream
from services.api.request_counts import Tally
from services.commands.dispatch import Carrying
from services.queries.streams import StreamRead, Streams
from services.representations.addresses import address_of, path_of, route_of
from services.representations.streams import StreamAnswer, StreamHistory, history, stream

Endpoint = Any


def add_streams(
    app: FastAPI, carrying: Carrying, streams: Streams, *, principals: Principals, tally: Tally
) -> None:
    """Give the application the routes of every aggregate but the complaint."""
    for of in [each for each in AGGREGATES.values() if each is not COMPLAINT]:
        door = _Door(of, carrying, streams)
        for kind in of.deciders:
            app.add_api_route(
                path_of(kind),
                tally.counting(_named(door.command(kind), of, is_there=not kind.begins)),
                methods=["POST"],
                dependencies=[Depends(Admit(principals, kind.roles))],
                **commands.described(kind, StreamAnswer),
            )
        for part, model, roles in (
            ("", StreamAnswer, ROLES),
            ("/history", StreamHistory, ROLES),
            ("/opened", StreamHistory, OPENERS),
        ):
            admit = Admit(principals, roles)
            route = reading.described(
                door.reads[part], admit, model, is_of_one=True, has_version=not part
            )
            route["operation_id"] = f"read_{of.stream_kind}{part.replace('/', '_')}"
            app.add_api_route(
                f"{route_of(of)}{part}",
                _named(door.reads[part], of, is_there=True),
                methods=["GET"],
                dependencies=[Depends(admit)],
                **route,
            )


def _named(endpoint: Endpoint, of: AnyAggregate, *, is_there: bool) -> Endpoint:
    """The endpoint, whose address names the stream by its kind."""

    async def answered(request: Request, **named: str) -> Response:
        response: Response = await endpoint(request, *named.values())
        return response

    keyword = inspect.Parameter.KEYWORD_ONLY
    first = inspect.Parameter("request", keyword, annotation=Request)
    word = inspect.Parameter(of.stream_kind, keyword, annotation=Word)
    signature = inspect.Signature([first, word] if is_there else [first])
    answered.__signature__ = signature  # type: ignore[attr-defined]
    answered.__name__ = endpoint.__name__
    return answered


class _Door:
    """The routes of one aggregate."""

    def __init__(self, of: AnyAggregate, carrying: Carrying, streams: Streams) -> None:
        self._of = of
        self._carrying = carrying
        self._streams = streams
        self.reads = {"": self.stands, "/history": self.history, "/opened": self.opened}

    def command(self, kind: AnyDecider) -> Endpoint:
        """The endpoint that takes this command."""
        known, noun = description.field_names(kind.model), self._of.noun

        async def carried_out(request: Request, word: str | None = None) -> Response:
            versions, stream_id = None, None
            if word is not None:
                versions = expected_versions(request.headers.getlist("if-match"), noun)
                stream_id = await self._streams.find(self._of, word)
            command_request = await commands.asked_of(
                kind, request, known, stream_id=stream_id, expected_versions=versions
            )
            bind_contextvars(command=kind.name)
            result = await self._carrying.run(command_request)
            bind_contextvars(command_id=str(result.command_id))
            read = await self._read(request, stream_id or result.stream_id)
            headers = {"ETag": etag(read.head.version)}
            if result.is_repeat:
                headers["Idempotency-Replayed"] = "true"
            if kind.begins:
                headers["Location"] = address_of(self._of, str(read.head.stream_id))
            return as_json(stream(read.head), status=201 if kind.begins else 200, headers=headers)

        return carried_out

    async def stands(self, request: Request, word: str) -> Response:
        """How it stands after its latest event."""
        must_name_a_stream(word, self._of)
        head = (await self._found(request, word)).head
        return as_json(stream(head), headers={"ETag": etag(head.version)})

    async def history(self, request: Request, word: str) -> Response:
        """What happened to it, in order, nothing left out."""
        read = await self._found(request, word)
        return as_json(history(read.head, read.events))

    async def opened(self, request: Request, word: str) -> Response:
        """The same with what is sealed opened; every such read is logged."""
        read = await self._found(request, word)
        return as_json(history(read.head, await self._streams.opened(read)))

    async def _found(self, request: Request, word: str) -> StreamRead:
        return await self._read(request, await self._streams.find(self._of, word))

    async def _read(self, request: Request, stream_id: UUID) -> StreamRead:
        bind_contextvars(stream_id=str(stream_id))
        reader: Principal = request.state.principal
        return await self._streams.read(self._of, stream_id, reader.actor, now=now())
