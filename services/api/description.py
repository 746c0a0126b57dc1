"""The OpenAPI description: what the framework knows, and the schemas of bodies read strictly."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from domain.clauses import TITLES
from domain.next_steps import by_clause
from services.api.problems import ProblemDetails
from services.api.responses import described_headers

BODIES = "#/components/schemas/command.{model}"
STANDARD = "ISO 10002:2018, "
BESIDE = {
    "reading": "What is recorded and what the views tell",
    "health": "How every part is",
}
"""The groups of operations that are no commands."""

BY_KEY: list[dict[str, list[str]]] = [{"key": []}]
"""How an operation says that it needs a key."""


IDEMPOTENCY_KEY = (
    "Idempotency-Key",
    "Makes a repetition recognisable: the same key, the same result. A fresh uuid does",
    {"type": "string", "pattern": "^[!-~]{1,255}$"},
)
IF_MATCH = (
    "If-Match",
    'The ETag of what was read, such as "v17", a list of them, or *',
    {"type": "string", "pattern": r'^(\*|(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*)$'},
)
IF_NONE_MATCH = (
    "If-None-Match",
    "The ETag of what was read; 304, without a body, if the version is still the same",
    IF_MATCH[2],
)
CORRELATION_ID = (
    "X-Correlation-Id",
    "Comes back with the answer, and is kept with the events that the request made",
    {"type": "string", "format": "uuid"},
)


def header(parameter: tuple[str, str, dict[str, Any]], *, required: bool = False) -> dict[str, Any]:
    """A header parameter of an operation. parameter: its name, what it is, its schema."""
    name, description, schema = parameter
    place = {"name": name, "in": "header", "required": required}
    return {**place, "description": description, "schema": schema}


def body(model: type[BaseModel]) -> dict[str, Any]:
    """The request body of an operation whose endpoint reads it strictly by itself."""
    schema = {"$ref": BODIES.format(model=model.__name__)}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def field_names(model: type[BaseModel]) -> frozenset[str]:
    """Every field name that a body of this model may hold, at any depth."""
    return frozenset(_properties(model.model_json_schema()))


def describe(app: FastAPI, models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    """The whole description. models: the bodies that the framework does not know of."""
    described = dict(app.openapi())
    _, found = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(models)], ref_template=BODIES
    )
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {
        f"command.{name}": {**schema, "title": f"Command{name}"}
        for name, schema in found.get("$defs", {}).items()
    }
    schemas["ProblemDetails"] = ProblemDetails.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    schemas |= schemas["ProblemDetails"].pop("$defs", {})
    key = {"type": "http", "scheme": "bearer", "description": "A key made by `plaint key new`"}
    described["components"]["securitySchemes"] = {"key": key}
    described["components"]["headers"] = described_headers()
    described["tags"] = tags()
    order = {tag["name"]: place for place, tag in enumerate(described["tags"])}
    paths = described["paths"].items()
    for operation in (one for _, path in paths for one in path.values()):
        operation.setdefault("parameters", []).append(header(CORRELATION_ID))
    described["paths"] = dict(sorted(paths, key=lambda path: _place(path[1], order)))
    return described


def tags() -> list[dict[str, str]]:
    """The groups of operations: the clauses of the standard with their titles, then the others."""
    clauses = dict.fromkeys(kind.clause for kind in by_clause())
    named = {f"{STANDARD}{clause}": TITLES[clause] for clause in clauses} | BESIDE
    return [{"name": name, "description": title} for name, title in named.items()]


def _place(operations: Mapping[str, Any], order: Mapping[str, int]) -> int:
    """Where the operations of a path belong: with the first of their groups."""
    return min(order[tag] for operation in operations.values() for tag in operation["tags"])


def _properties(schema: Any) -> Iterable[str]:
    if isinstance(schema, Mapping):
        for name, part in schema.items():
            if name == "properties":
                yield from part
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)
