"""Every error that may come to the door, as the problem that it is for the caller."""

from collections.abc import Callable
from typing import Any

import psycopg
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from adapters.canonical import NotCanonical
from adapters.postgres.append import NotAppended
from adapters.read_log import ReadNotLogged
from adapters.sealing import TooLarge
from adapters.view_answers import ViewNotMade
from domain.errors import ErrorCategory, Refusal
from projections._kit.questions import BadCursor
from services.api import document_problems, problems
from services.api.authentication import out_of_calendar
from services.api.etags import etag
from services.api.field_errors import Fault, parameter_faults
from services.api.problems import Kind, Problem, Refused
from services.commands.not_stored import OtherRequest, TooContended, VersionMoved
from services.commands.stream_heads import NotFound
from services.error_categories import category_of
from services.policies.policy_in_force import NoPolicy
from services.queries.any_view import NoSuchView, UnfitQuestion
from services.queries.explaining import DeadlineNotFound
from services.queries.lookup import SeveralFound
from services.queries.trend_rows import TooManyRows

RETRY_SECONDS = "2"
BY_STATUS = {
    404: (problems.NOT_FOUND, "there is nothing at this address"),
    405: (problems.METHOD_NOT_ALLOWED, "this address does not take this method"),
}


def problem_of(error: Exception) -> Problem:
    """The problem that tells this error; unforeseen ones tell nothing of themselves."""
    if isinstance(error, Problem):
        return error
    for kind, as_problem in TOLD.items():
        if isinstance(error, kind):
            return as_problem(error)
    if category_of(error) is ErrorCategory.UNAVAILABLE:
        return unavailable(ErrorCategory.UNAVAILABLE.value)
    return Problem(
        problems.UNEXPECTED,
        "the request was not carried out, or its answer could not be given",
        instead="repeat it with the same Idempotency-Key; quote the correlation_id if it persists",
    )


def unavailable(detail: str) -> Problem:
    """Something that Plaint needs is away; it may be back soon."""
    return Problem(
        problems.UNAVAILABLE,
        detail,
        instead="repeat the request, a command with the same Idempotency-Key",
        headers={"Retry-After": RETRY_SECONDS},
    )


def _refused(error: Refusal) -> Problem:
    values = ", ".join(f"{name}: {value}" for name, value in error.values.items())
    detail = f"{error.rule} ({values})" if values else error.rule
    rule = (error.code, error.rule, f"ISO 10002:2018, {error.clause}")
    status = 403 if error.is_for_another else 409
    return Refused(detail, instead=error.remedy, rule=rule, status=status)


def _stale(error: VersionMoved) -> Problem:
    return Problem(
        problems.STALE,
        f"the {error.noun} is at version {error.found}, not at the one that was read",
        instead="read it again, decide again, and send its new ETag as If-Match",
        headers={"ETag": etag(error.found)},
    )


def _missing(error: NotFound) -> Problem:
    return Problem(
        problems.NOT_FOUND,
        f"no {error.noun} that you may see has this id or reference, or it had none at that time",
        instead="check the reference, its last digit shows a slip; or look in the queue",
    )


def _not_stored(error: NotAppended) -> Problem:
    if isinstance(error.__cause__, psycopg.Error) and not isinstance(
        error.__cause__, psycopg.OperationalError
    ):
        return problem_of(error.__cause__)
    return unavailable("the record cannot be written at present; nothing was stored")


def _invalid_parameters(error: RequestValidationError) -> Problem:
    found: list[Any] = list(error.errors())
    return Problem(
        problems.INVALID,
        "the address has parameters that are unknown or out of bounds",
        instead="correct what is named under errors; /openapi.json lists the parameters",
        errors=parameter_faults(found),
    )


def _by_status(error: HTTPException) -> Problem:
    kind, detail = BY_STATUS.get(error.status_code, (problems.BAD_REQUEST, "bad request"))
    return Problem(kind, detail, instead="see /openapi.json", headers=error.headers)


def _simple(kind: Kind, detail: str, instead: str) -> Callable[[Any], Problem]:
    headers = {"Retry-After": RETRY_SECONDS} if kind.status == 503 else {}
    return lambda _: Problem(kind, detail, instead=instead, headers=headers)


TOLD: dict[type[Exception], Callable[[Any], Problem]] = {
    Refusal: _refused,
    VersionMoved: _stale,
    DeadlineNotFound: _simple(
        problems.NOT_FOUND,
        "the complaint has no deadline of this id, or had none at that time",
        "name one of those that reading the complaint lists under deadlines",
    ),
    NotFound: _missing,
    SeveralFound: _simple(
        problems.INVALID,
        "several legal entities gave this reference",
        "write ENTITY:REFERENCE, or use the complaint's uuid",
    ),
    BadCursor: lambda _: Problem(
        problems.INVALID,
        "the cursor is not one that was given here, for these filters",
        instead="ask for the first page again, without a cursor",
        errors=[Fault(parameter="cursor", rule="unknown_cursor", detail="was not given here")],
    ),
    UnfitQuestion: lambda error: Problem(
        problems.INVALID,
        "the view cannot be asked this",
        instead="correct what is named under errors; GET /v1/views lists views and columns",
        errors=[Fault(parameter=error.parameter, rule="value_error", detail=error.hint)],
    ),
    NoSuchView: _simple(
        problems.NOT_FOUND, "there is no such view", "GET /v1/views lists them with their columns"
    ),
    TooManyRows: lambda error: Problem(
        problems.INVALID,
        "the answer would have more rows than anybody can read",
        instead=str(error).rpartition(": ")[2],
    ),
    ViewNotMade: lambda _: unavailable("the view that answers this is not there yet"),
    OtherRequest: _simple(
        problems.KEY_REUSED,
        "this idempotency key was used before, for another request",
        "use a fresh key for a new request, the same one only to repeat",
    ),
    TooContended: _simple(
        problems.CONTENDED, "the complaint changed again and again meanwhile", "try again"
    ),
    TooLarge: _simple(
        problems.TOO_LARGE,
        "what would be recorded is longer than 256 KiB",
        "shorten it, or attach long text as a document",
    ),
    NotCanonical: _simple(
        problems.INVALID,
        "a value has no place in the record",
        "use text without U+0000, whole numbers below 2^53, and ASCII field names",
    ),
    **document_problems.TOLD,
    OverflowError: lambda _: out_of_calendar(),
    NotAppended: _not_stored,
    ReadNotLogged: lambda _: unavailable("the log of reads cannot be written; nothing is shown"),
    psycopg.OperationalError: lambda _: unavailable("the database is away"),
    TimeoutError: lambda _: unavailable("the answer took too long; it may still have been stored"),
    NoPolicy: _simple(
        problems.UNAVAILABLE, "no policy was adopted here yet", "run `plaint up`, then repeat"
    ),
    RequestValidationError: _invalid_parameters,
    HTTPException: _by_status,
}
