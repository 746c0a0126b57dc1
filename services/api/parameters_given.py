"""The parameters of an address as they were given: each once, and only where it takes any."""

from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from services.api.field_errors import MOST_SHOWN, Fault
from services.api.problems import INVALID, Problem


def must_fit_parameters(request: Request) -> None:
    """Raises Problem (422) for a parameter that comes twice, or where the address takes none.

    Which of two would count? And what a command says in its address is kept by whoever passes it.
    """
    names = [name for name, _ in request.query_params.multi_items()]
    route = request.scope["route"]
    if len(set(names)) != len(names):
        raise Problem(
            INVALID,
            "a parameter comes twice",
            instead="give each parameter once",
            errors=_twice(names, route),
        )
    if names and isinstance(route, APIRoute) and not route.dependant.query_params:
        raise Problem(
            INVALID,
            "this address takes no parameters",
            instead="leave them out; a command takes its fields in the body",
        )


def _twice(names: list[str], route: BaseRoute) -> list[Fault]:
    """The parameters that come twice; what the sender made up is not repeated."""
    groups: list[Any] = route.dependant.query_params if isinstance(route, APIRoute) else []
    known = {name for one in groups for name in one.field_info.annotation.model_fields}
    return [
        Fault(parameter=name, rule="comes_twice", detail="comes twice: give it once")
        for name in dict.fromkeys(names)
        if names.count(name) > 1 and name in known
    ][:MOST_SHOWN]
