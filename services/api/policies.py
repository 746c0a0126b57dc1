"""The policies over HTTP: which was in force from when to when, and who put it there (5.3)."""

from fastapi import Depends, FastAPI
from starlette.responses import Response

from adapters.clock import now
from adapters.record import Record
from services.access.principals import Principals
from services.access.rights import ROLES
from services.api.answers import as_json
from services.api.authentication import Admit
from services.api.reading import described
from services.policies.adoptions_told import AdoptionsAnswer, AdoptionTold, every_adoption


def add_policies(app: FastAPI, record: Record, *, principals: Principals) -> None:
    """Give the application the address of what was adopted."""

    async def adoptions() -> Response:
        """Every policy that was ever adopted: by whom, from when, why, and what became of it."""
        adopted = await every_adoption(record, now=now())
        return as_json(
            AdoptionsAnswer(
                adoptions=tuple(AdoptionTold.of(one, became) for one, became in adopted)
            )
        )

    admit = Admit(principals, ROLES)
    app.add_api_route(
        "/v1/policies/adoptions",
        adoptions,
        methods=["GET"],
        dependencies=[Depends(admit)],
        **described(adoptions, admit, AdoptionsAnswer, is_of_one=False),
    )
