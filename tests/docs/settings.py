"""The parts of docs/settings.md that are made from the class of the settings."""

from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from adapters.settings import PREFIX, Settings
from services.addresses import ADOPTED, KEPT, TAKES
from services.policies.adopt_policy import UNLESS_NAMED
from tests.docs.made import Made, with_parts
from tests.docs.tables import table

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
HOLDING = {
    **dict.fromkeys(ADOPTED, "the first start"),
    **dict.fromkeys(KEPT, "the last start"),
    **dict.fromkeys(TAKES, "the last `plaint up`"),
}


def _settings() -> str:
    rows = [
        (
            f"`{PREFIX}{name.upper()}`",
            " ".join(f"{field.description}".split()),
            _values(field),
            _default(name, field),
        )
        for name, field in Settings.model_fields.items()
    ]
    held = [HOLDING.get(name, "") for name in Settings.model_fields]
    heads = ("setting", "what it is", "values", "unless set", "held by")
    return table(*heads, rows=[(*row, by) for row, by in zip(rows, held, strict=True)])


def _default(name: str, field: FieldInfo) -> str:
    default = UNLESS_NAMED.get(name, field.default)
    return "" if default is None else f"`{default}`"


def _values(field: FieldInfo) -> str:
    hint = next((one for one in get_args(field.annotation) if one is not NoneType), None)
    kind: Any = field.annotation if hint is None or isinstance(hint, str) else hint
    if get_origin(kind) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(kind))
    words = {int: "whole number", float: "number", Path: "folder"}
    return f"{words.get(kind, 'text')}{_bounds(field)}"


def _bounds(field: FieldInfo) -> str:
    said = [
        f"{word} {getattr(mark, name):,}"
        for mark in field.metadata
        for name, word in (("ge", "from"), ("gt", "over"), ("le", "to"))
        if getattr(mark, name, None) is not None
    ]
    return f" {' '.join(said)}" if said else ""


MADE: Made = {"settings": _settings}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)
