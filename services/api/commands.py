"""One route for each command on a complaint, generated from the registry."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request
from starlette.responses import Response
from structlog.contextvars import bind_contextvars

from adapters.clock import now
from domain.complaint.aggregate import COMPLAINT
from domain.decider import AnyDecider
from domain.recorded import Recorded
from domain.roles import PARTY
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.sight import Sight
from services.api import description, responses
from services.api.answers import as_json
from services.api.authentication import Admit, read_body
from services.api.command_answers import CommandAnswer, Links, StoredStep
from services.api.etags import etag, expected_versions, named_tags
from services.api.own_commands import OwnCommandAnswer, OwnCommands
from services.api.parameters import Word
from services.api.problems import BAD_REQUEST, Problem
from services.api.request_counts import Tally
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.dispatch import Carrying
from services.queries.queries import Questions
from services.representations.addresses import path_of

KEY = re.compile(r"[\x21-\x7e]{1,255}")

Endpoint = Callable[..., Awaitable[Response]]


def add_commands(
    app: FastAPI,
    *,
    complaints: Carrying,
    questions: Questions,
    own: OwnCommands,
    principals: Principals,
    tally: Tally,
) -> None:
    """Give the application a POST route for every command; what comes is tallied.

    Those with an address of their own are added by the modules that write them out.
    """
    for kind in COMPLAINT.deciders:
        if kind.own_address is not None:
            continue
        admit = Admit(principals, kind.roles)
        if kind.begins:
            endpoint = _beginning(kind, complaints=complaints, questions=questions)
        else:
            endpoint = _following(kind, complaints=complaints, questions=questions, own=own)
        app.add_api_route(
            path_of(kind),
            tally.counting(endpoint),
            methods=["POST"],
            dependencies=[Depends(admit)],
            **described(kind, answers_of(kind, CommandAnswer)),
        )


def _beginning(kind: AnyDecider, *, complaints: Carrying, questions: Questions) -> Endpoint:
    known = description.field_names(kind.model)

    async def begin(request: Request) -> Response:
        return await _carried_out(complaints, questions, await asked_of(kind, request, known))

    return begin


def _following(
    kind: AnyDecider, *, complaints: Carrying, questions: Questions, own: OwnCommands
) -> Endpoint:
    known = description.field_names(kind.model)

    async def follow(request: Request, complaint: Word) -> Response:
        if_match = request.headers.getlist("if-match")
        if request.state.principal.actor.kind == "party":
            tags = named_tags(if_match)
            command_request = await asked_of(kind, request, known)
            its = replace(command_request, stream_id=await questions.find_for_party(complaint))
            bind_contextvars(command=kind.name, complaint_id=str(its.stream_id))
            return await own.answer(its, complaints.run, tags=tags)
        versions = expected_versions(if_match)
        command_request = await asked_of(kind, request, known, expected_versions=versions)
        of_it = replace(command_request, stream_id=await questions.find(complaint))
        return await _carried_out(complaints, questions, of_it)

    return follow


async def asked_of(
    kind: AnyDecider, request: Request, known: frozenset[str], **more: Any
) -> CommandRequest:
    """The command that a request asks for. Raises Problem."""
    principal: Principal = request.state.principal
    key = idempotency_key(request, principal)
    return CommandRequest(
        name=kind.name,
        command=await read_body(request, kind.model, known),
        actor=principal.actor,
        key=key,
        correlation_id=request.scope["plaint_correlation_id"],
        field_values=request.state.field_values,
        **more,
    )


async def _carried_out(
    complaints: Carrying, questions: Questions, command_request: CommandRequest
) -> Response:
    structlog.contextvars.bind_contextvars(command=command_request.name)
    result = await complaints.run(command_request)
    structlog.contextvars.bind_contextvars(
        command_id=str(result.command_id), complaint_id=str(result.stream_id)
    )
    return answer_of(command_request, await _placed(result, questions, command_request))


async def _placed(
    result: CommandResult, questions: Questions, command_request: CommandRequest
) -> CommandResult:
    """A repeated command that had made no events says nothing of its complaint: it is as it is."""
    if result.state is not None or command_request.stream_id is None:
        return result
    as_of = await questions.complaint(command_request.stream_id)
    Sight(command_request.actor, now()).check(as_of.complaint)
    return CommandResult(
        as_of.complaint, command_request.stream_id, as_of.version, result.command_id, (), True
    )


def answer_of(
    command_request: CommandRequest,
    result: CommandResult,
    *,
    model: type[CommandAnswer] = CommandAnswer,
    location: str | None = None,
    **more: object,
) -> Response:
    """The complaint after a command as it is answered. location: of what the command made.

    more: what a richer model says beside it.
    """
    complaint = result.state
    assert complaint is not None, "a command that begins a complaint records its receipt"
    here = f"/v1/complaints/{result.stream_id}"
    answer = model(
        complaint_id=result.stream_id,
        reference=complaint.reference,
        version=result.version,
        state=complaint.state,
        command_id=result.command_id,
        events=[_step(one) for one in result.events],
        remarks=list(result.remarks),
        links=Links(self=here, history=f"{here}/history"),
        **more,
    )
    headers = {"ETag": etag(result.version)}
    if result.is_repeat:
        headers["Idempotency-Replayed"] = "true"
    made = here if command_request.stream_id is None else location
    if made is not None:
        headers["Location"] = made
    return as_json(answer, status=200 if made is None else 201, headers=headers)


def _step(one: Recorded) -> StoredStep:
    of, kind = one.stream_id, one.event.TYPE
    return StoredStep(event_id=one.event_id, complaint_id=of, type=kind, version=one.version)


def only(request: Request, name: str) -> str | None:
    """A header that may come once. Raises Problem (400)."""
    lines = request.headers.getlist(name)
    if len(lines) > 1:
        raise Problem(BAD_REQUEST, f"the header {name} came twice", instead="send it once")
    return lines[0] if lines else None


def idempotency_key(request: Request, principal: Principal) -> tuple[str, str, str] | None:
    """What makes a repetition recognisable. Raises Problem (400) for a key that cannot be one."""
    key = only(request, "idempotency-key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Problem(
            BAD_REQUEST,
            "Idempotency-Key is not 1 to 255 visible ASCII characters",
            instead="send a fresh uuid, and the same one when you repeat the request",
        )
    return ("http", str(principal.id), key)


def answers_of(kind: AnyDecider, model: type[CommandAnswer]) -> Any:
    """What a command is answered with: its parties get a shape of their own."""
    return model | OwnCommandAnswer if kind.roles & PARTY else model


def described(kind: AnyDecider, model: Any) -> dict[str, Any]:
    """How the route of a command describes itself. model: what it is answered with."""
    headers = [description.header(description.IDEMPOTENCY_KEY)]
    kinds = [*responses.COMMANDS, *responses.JSON_BODY]
    if not kind.begins:
        headers.append(description.header(description.IF_MATCH, required=True))
        kinds.extend(responses.OF_EXISTING)
    status, made = (201, ("Location",)) if kind.begins else (200, ())
    names = ("ETag", "Idempotency-Replayed", *made)
    roles = ", ".join(sorted(kind.roles))
    return {
        "operation_id": kind.name,
        "tags": [f"ISO 10002:2018, {kind.clause}"],
        "summary": kind.summary,
        "description": f"{kind.model.__doc__ or kind.summary}\n\nRoles: {roles}.",
        "status_code": status,
        "response_model": model,
        "responses": responses.success(status, *names) | responses.problems(*kinds),
        "openapi_extra": {
            "parameters": headers,
            "requestBody": description.body(kind.model),
            "security": description.BY_KEY,
        },
    }
