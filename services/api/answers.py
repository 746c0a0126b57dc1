"""Answers as JSON: written once, from typed values."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from starlette.responses import Response

ANY: TypeAdapter[Any] = TypeAdapter(Any)


def as_json(
    value: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A value of models, dataclasses and plain parts as a response; None is written as null."""
    return Response(
        ANY.dump_json(value),
        status_code=status,
        media_type="application/json",
        headers=headers,
    )
