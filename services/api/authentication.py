"""Who is let in and with what: keys, roles, and bodies that are read strictly or not at all."""

import asyncio
from collections.abc import Collection
from typing import TypeVar

import structlog
from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute

from services.access.new_keys import FORM, Principal
from services.access.principals import KeyExpired, Principals
from services.access.request_rates import network_of
from services.api.field_errors import Fault, faults_of
from services.api.parameters_given import must_fit_parameters
from services.api.problems import (
    BAD_REQUEST,
    FORBIDDEN,
    INVALID,
    NOT_STRICT_JSON,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    UNAUTHENTICATED,
    UNSUPPORTED,
    Problem,
)
from services.api.strict_json import read_object
from services.api.writing import otherwise_written
from services.api.year_bounds import FIRST, LAST, years_beyond

LARGEST_BODY = 768 * 1024
"""A text of 60,000 signs fits in, each written as two escapes of JSON."""
BODY_SECONDS = 5.0
JSON_TYPES = frozenset({"application/json", "application/json;charset=utf-8"})

Model = TypeVar("Model", bound=BaseModel)

logger = structlog.get_logger(__name__)


class RouteWithoutRule(RuntimeError):
    """A route does not say who may use it."""


class Anyone:
    """The rule of a route that needs no key: the description of the interface."""

    async def __call__(self, request: Request) -> None:
        """Let in. Raises Problem: 422, 429."""
        await _must_be_few(request)
        must_fit_parameters(request)


class Probe:
    """The rule of a route for supervisors, who have no key and are never told to wait."""

    async def __call__(self, request: Request) -> None:
        """Let in. Raises Problem: 422."""
        must_fit_parameters(request)


class Admit:
    """The rule of a route: a valid key, of one of these roles."""

    def __init__(self, principals: Principals, roles: Collection[str]) -> None:
        self.principals = principals
        self.roles = frozenset(roles)

    async def __call__(self, request: Request) -> Principal:
        """Whom the request's key stands for. Raises Problem: 401, 403, 422, 429."""
        principal = await self._known(request)
        await _must_be_few(request, principal)
        structlog.contextvars.bind_contextvars(
            principal=str(principal.id),
            role=principal.role,
            unit=principal.unit,
            prefix=principal.prefix,
        )
        if principal.role not in self.roles:
            raise Problem(
                FORBIDDEN,
                f"the role {principal.role} may not do this",
                instead=f"use a key of one of the roles: {', '.join(sorted(self.roles))}",
            )
        request.state.principal = principal
        must_fit_parameters(request)
        return principal

    async def _known(self, request: Request) -> Principal:
        lines = request.headers.getlist("authorization")
        scheme, _, key = lines[0].partition(" ") if len(lines) == 1 else ("", "", "")
        principal, why = None, "the key is unknown or was revoked" if lines else "no key was sent"
        instead = "send Authorization: Bearer and a key made by `plaint key new`"
        if scheme.lower() == "bearer":
            try:
                principal = await self.principals.principal_of(key.strip())
            except KeyExpired as error:
                why, instead = str(error), error.instead
        if principal is None:
            _log_refused(request, key)
            await _must_be_few(request)
            fault = ', error="invalid_token"' if lines else ""
            challenge = {"WWW-Authenticate": f'Bearer realm="plaint"{fault}'}
            raise Problem(UNAUTHENTICATED, why, instead=instead, headers=challenge)
        return principal


def _log_refused(request: Request, key: str) -> None:
    """A request without a valid key: where from, and of a key that looks like one its prefix."""
    match = FORM.fullmatch(key.strip())
    where = request.client.host if request.client else None
    logger.warning("key.refused", prefix=match[1] if match else None, client=where)


async def _must_be_few(request: Request, principal: Principal | None = None) -> None:
    """Raises Problem (429) for more in a second than a principal, or an address, may send."""
    rates, settings = request.app.state.rates, request.app.state.settings
    if principal is not None:
        asker, most = f"principal {principal.id}", settings.requests_per_second
    else:
        where = network_of(request.client.host if request.client else "")
        asker, most = f"address {where}", settings.keyless_requests_per_second
    if not await rates.admits(asker, most):
        who = "this key's principal" if principal else "this address without a valid key"
        raise Problem(
            TOO_MANY,
            f"{who} may send {most} requests in a second",
            instead="wait a second, and send fewer at a time",
            headers={"Retry-After": "1"},
        )


def must_have_rules(routes: Collection[BaseRoute]) -> None:
    """Raises RouteWithoutRule unless every route says who may use it: shut is the default."""
    for route in routes:
        rules = (
            [one.dependency for one in route.dependencies] if isinstance(route, APIRoute) else []
        )
        if not any(isinstance(rule, (Admit, Anyone, Probe)) for rule in rules):
            raise RouteWithoutRule(
                f"{getattr(route, 'path', route)} has no rule: give it Admit(roles) or Anyone()"
            )


async def read_body(request: Request, model: type[Model], known: frozenset[str]) -> Model:
    """The body as the model, checked strictly (no text for a number, no unknown field).

    known: every field name of the model, which errors may show. The request's state keeps its
    fields as they were told. Raises Problem: 400, 408, 413,
    415, 422.
    """
    octets = await _octets(request)
    request.state.field_values = read_object(octets, known)
    try:
        body = model.model_validate_json(octets, strict=True)
    except ValidationError as error:
        raise _unfit(faults_of(error, known)) from None
    except OverflowError:
        raise out_of_calendar() from None
    if unfit := [*years_beyond(body), *otherwise_written(body, request.state.field_values)]:
        raise _unfit(unfit)
    return body


def _unfit(faults: list[Fault]) -> Problem:
    return Problem(
        INVALID,
        "the body breaks rules of form",
        instead="correct what is named under errors and send it again",
        errors=faults,
    )


def out_of_calendar() -> Problem:
    """A date or instant so far off that it cannot be brought to UTC."""
    return Problem(
        INVALID,
        "a date or time lies outside the years that can be reckoned with",
        instead=f"use the years {FIRST} to {LAST}",
    )


async def _octets(request: Request) -> bytes:
    kinds = request.headers.getlist("content-type")
    kind = kinds[0].lower().replace(" ", "").replace('"', "") if len(kinds) == 1 else ""
    if kind not in JSON_TYPES or "content-encoding" in request.headers:
        raise Problem(
            UNSUPPORTED,
            "the body is not declared as plain JSON in UTF-8",
            instead="send Content-Type: application/json and no Content-Encoding",
        )
    try:
        async with asyncio.timeout(BODY_SECONDS):
            octets = await _at_most(request, LARGEST_BODY)
    except TimeoutError:
        raise Problem(
            TOO_SLOW,
            f"the body took longer than {BODY_SECONDS:.0f} seconds",
            instead="send it again over a better line",
            headers={"Connection": "close"},
        ) from None
    except ClientDisconnect:
        raise Problem(BAD_REQUEST, "the body ended before its end") from None
    if not octets:
        raise Problem(NOT_STRICT_JSON, "the body is empty", instead="send {} at least")
    return octets


async def _at_most(request: Request, most: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    body = bytearray()
    if not (declared.isascii() and declared.isdigit()) or int(declared[:10]) <= most:
        async for part in request.stream():
            body += part
            if len(body) > most:
                break
        else:
            return bytes(body)
    raise Problem(
        TOO_LARGE,
        f"a body has at most {most} octets",
        instead="shorten it, or attach long text as a document",
        headers={"Connection": "close"},
    )
