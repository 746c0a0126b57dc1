"""The numbers for Prometheus, which sends a key like everybody else."""

from fastapi import Depends, FastAPI
from starlette.responses import Response

from services.access.principals import Principals
from services.access.rights import WATCHERS
from services.api import description, responses
from services.api.authentication import Admit
from services.api.health import roles
from services.api.prometheus import exposed
from services.api.request_counts import Tally
from services.operations.health_watch import Watch
from services.policies.policy_in_force import PolicyBook

TEXT = "text/plain; version=0.0.4; charset=utf-8"
ABOUT = """
All is of the whole installation, whichever process is asked; commands are those of all processes
of the API since `plaint up` started them. A part that was never heard of has a heartbeat of +Inf.
No label is an id. Prometheus sends the key by `authorization: {credentials_file: …}`.
"""


def add_metrics(
    app: FastAPI, *, watch: Watch, tally: Tally, principals: Principals, policies: PolicyBook
) -> None:
    """Give the application /metrics."""
    admit = Admit(principals, WATCHERS)

    async def metrics() -> Response:
        sight, left = await watch.sight(), await policies.days_left()
        return Response(exposed(sight, tally, left), headers={"Content-Type": TEXT})

    app.add_api_route(
        "/metrics",
        metrics,
        methods=["GET"],
        dependencies=[Depends(admit)],
        operation_id="read_metrics",
        summary="The numbers for Prometheus.",
        description=f"{ABOUT}\nRoles: {roles(admit)}.",
        tags=["health"],
        response_class=Response,
        responses={
            **responses.success(200, content={"text/plain": {"schema": {"type": "string"}}}),
            **responses.problems(*responses.READING),
        },
        openapi_extra={"security": description.BY_KEY},
    )
