"""TOML files that people write: read whole, each fault named with its place."""

import tomllib
from importlib.resources.abc import Traversable
from typing import Any

from adapters.text_files import read_text_file
from domain.errors import ErrorCategory
from domain.values import rule_in


class BadFile(ValueError):
    """A file that is not what it should be, with every fault that it has."""

    category = ErrorCategory.UNFIT


def parsed(file: Traversable) -> dict[str, Any]:
    """What the file says. Raises BadFile, OSError."""
    try:
        return tomllib.loads(read_text_file(file))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadFile(f"{file.name} is not TOML in UTF-8 ({error}): correct it") from error


def fault_of(place: tuple[int | str, ...], message: str) -> str:
    """One fault with where it is."""
    where, message = ".".join(map(str, place)), rule_in(message)
    return f"{where}: {message}" if where else message
