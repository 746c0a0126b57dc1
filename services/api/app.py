"""The application: every route with its rule, every error as a problem, the description."""

from functools import partial

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from adapters.local.shared_counts import SharedCounts
from adapters.postgres.request_grants import RequestGrants
from domain.registry import COMMANDS
from services.access.principals import Principals
from services.access.request_rates import RequestRates
from services.api import description
from services.api.answers import as_json
from services.api.authentication import Anyone, must_have_rules
from services.api.commands import add_commands
from services.api.documents import add_documents
from services.api.health import add_health
from services.api.letters import LetterAsked, add_letters
from services.api.lists import add_lists
from services.api.metrics import add_metrics
from services.api.middleware import Threshold, tell_request
from services.api.own_commands import OwnCommands
from services.api.policies import add_policies
from services.api.problems import Problem
from services.api.read_logging import NamedQuestions
from services.api.reading import add_reading
from services.api.records import add_records
from services.api.request_counts import Tally
from services.api.streams import add_streams
from services.operations import api_processes
from services.operations.folder_faults import folder_faults
from services.operations.health_watch import Watch, living, looking, rules_of
from services.queries.own_complaints import OwnComplaints
from services.queries.streams import Streams
from services.wiring import Installation, carrying

ABOUT = """
Complaints handling as ISO 10002 describes it. Every command names, in `If-Match`, the version that
it was decided on, and says who may give it; every answer has its version as `ETag`. Errors are
problem details (RFC 9457). An `Idempotency-Key` makes a repetition safe. Every
GET takes HEAD; another method is 405, with `Allow`. A body has at most 786,432
octets (768 KiB), a text 60,000 signs, and the texts of one event 256 KiB in UTF-8.

`/readyz` says whether this process takes commands. Nothing stands still in silence: `/wellz`
answers 503 and names each part that does and why, `/health` tells how everything is, `/metrics` the
same in numbers for Prometheus.
"""


def create_app(installation: Installation, counts: SharedCounts | None = None) -> FastAPI:
    """The HTTP interface of an installation, which stays open as long as the application serves.

    counts: of all processes of the API, and which of them this is. Raises RouteWithoutRule when a
    route does not say who may use it.
    """
    app = _bare()
    principals = Principals(installation.record.pool)
    questions = NamedQuestions(installation)
    own = OwnComplaints(questions, secret=installation.secrets.installation)
    settings, record, run = installation.settings, installation.record, carrying(installation)
    counts = counts or SharedCounts()
    app.state.watch = watch = _watch(installation, counts.number)
    app.state.settings = settings
    app.state.rates = RequestRates(RequestGrants(record.pool), processes=settings.api_processes)
    tally, party = Tally(counts), OwnCommands(own)
    add_health(app, installation, head=questions.ready, watch=watch, principals=principals)
    add_metrics(
        app, watch=watch, tally=tally, principals=principals, policies=installation.policies
    )
    add_commands(
        app, complaints=run, questions=questions, own=party, principals=principals, tally=tally
    )
    add_streams(app, run, Streams(installation), principals=principals, tally=tally)
    add_documents(
        app, installation, questions=questions, own=party, principals=principals, tally=tally
    )
    add_letters(app, installation, questions=questions, principals=principals, tally=tally)
    add_records(app, installation, questions=questions, principals=principals)
    add_policies(app, record, principals=principals)
    add_reading(app, questions=questions, own=own, principals=principals, record=record)
    add_lists(app, questions=questions, principals=principals)
    _add_description(app)
    must_have_rules(app.routes)
    app.add_middleware(Threshold, reads=installation.reads)
    return app


def _watch(installation: Installation, number: int) -> Watch:
    """What watches all parts from this process of the API, and says that it lives itself."""
    settings, record = installation.settings, installation.record
    return Watch(
        looking(record, settings.topic),
        rules_of(settings),
        beside=partial(folder_faults, settings),
        live=living(record, api_processes.names(number)[-1]),
    )


def _bare() -> FastAPI:
    return FastAPI(
        title="Plaint",
        version="1",
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={
            kind: tell_request for kind in (Problem, HTTPException, RequestValidationError)
        },
    )


def _add_description(app: FastAPI) -> None:
    async def openapi() -> Response:
        return as_json(described)

    app.add_api_route(
        "/openapi.json",
        openapi,
        methods=["GET"],
        dependencies=[Depends(Anyone())],
        include_in_schema=False,
    )
    described = description.describe(
        app, [*(kind.model for kind in COMMANDS.values()), LetterAsked]
    )
