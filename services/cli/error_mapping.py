"""What went wrong, as one sentence and an exit code; a traceback is nobody's answer."""

import errno
import traceback
from typing import Any

import psycopg
import psycopg_pool
import typer
from pydantic import ValidationError

from adapters.settings import read_settings
from domain.errors import Refusal
from domain.values import rule_in
from services.cli.door_words import at_keyboard
from services.cli.exits import Exit, MayNot, RequestFailed, Unfit
from services.cli.harmless import harmless
from services.cli.terminal import json_of, said, say
from services.error_categories import category_of
from services.representations.hints import APPROVED_BY_ACTING

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
BY_STATUS = {
    **dict.fromkeys((401, 403, 409), Exit.REFUSED),
    **dict.fromkeys((404, 410), Exit.NOT_FOUND),
    **dict.fromkeys((408, 429), Exit.UNAVAILABLE),
    412: Exit.MOVED,
}
"""How a command over HTTP ends; all else below 500 is unfit, and from there on unavailable."""


def say_error(error: Exception, command: str | None, *, as_json: bool = False) -> Exit:
    """Say an error in one sentence on standard error. command: the one that was typed.

    as_json: for programs, as one line of JSON.
    """
    code = end_of(error)
    if as_json:
        say_json(sentence(error), code, **_members(error))
        return code
    if code is Exit.UNFORESEEN:
        _confess(error)
        return code
    say(f"plaint: {sentence(error)}")
    if isinstance(error, Refusal) and error.is_for_another:
        say(f"somebody else, here: plaint --key @FILE {command or 'COMMAND'} …")
    return code


def say_json(detail: str, end: Exit, **members: Any) -> None:
    """An error for programs: what it says, how the command ends, and what rule it was."""
    error = {"detail": detail, "exit_code": int(end), **members}
    typer.echo(json_of({"error": error}), err=True)


def _members(error: Exception) -> dict[str, Any]:
    if isinstance(error, Refusal):
        return {"code": error.code, "clause": error.clause, "instead": at_keyboard(error.remedy)}
    if isinstance(error, RequestFailed):
        members = {name: error.problem.get(name) for name in ("code", "clause", "instead")}
        return {name: at_keyboard(str(value)) for name, value in members.items() if value}
    return {}


def say_who_approves() -> None:
    """Beside the usage, for whoever names the person who approved."""
    say(f"plaint: {at_keyboard(APPROVED_BY_ACTING)}")


def say_usage(error: Any) -> Exit:
    """The same of what was typed wrongly."""
    say_json(" ".join(error.format_message().split()), Exit.UNFIT)
    return Exit.UNFIT


def is_full(error: Exception) -> bool:
    """Whether what is written to, such as standard output, takes no more."""
    return isinstance(error, OSError) and error.filename is None and error.errno in FULL


def end_of(error: Exception) -> Exit:
    """The exit code that stands for an error."""
    if isinstance(error, RequestFailed):
        return BY_STATUS.get(error.status, Exit.UNFIT if error.status < 500 else Exit.UNAVAILABLE)
    if isinstance(error, MayNot | Unfit):
        return Exit.REFUSED if isinstance(error, MayNot) else Exit.UNFIT
    if is_full(error):
        return Exit.UNAVAILABLE
    category = category_of(error)
    return Exit.UNFORESEEN if category is None else Exit[category.name]


def sentence(error: Exception) -> str:
    """An error in one line, with what to do."""
    if isinstance(error, Refusal | RequestFailed):
        return at_keyboard(" ".join(str(error).split()))
    if isinstance(error, ValidationError):
        return "; ".join(f"{_place(one['loc'])}: {rule_in(one['msg'])}" for one in error.errors())
    if isinstance(error, psycopg.OperationalError | psycopg_pool.PoolTimeout):
        return f"the database does not answer ({_first_line(error)}): start it with `plaint up`"
    if isinstance(error, OSError) and is_full(error):
        return (
            f"the answer could not be written ({error.strerror}): what was recorded stays "
            "recorded, so look with `plaint show` or `plaint history` before you repeat it"
        )
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror or error}"
    return " ".join(str(error).split())


def _place(parts: tuple[int | str, ...]) -> str:
    return ".".join(map(str, parts)) or "the command"


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _confess(error: Exception) -> None:
    say(
        f"plaint: something unforeseen went wrong ({type(error).__name__}: {_first_line(error)}): "
        "this is a fault in Plaint; with PLAINT_LOG_LEVEL=debug the same command says where"
    )
    if read_settings().log_level == "debug":
        said().print(harmless("".join(traceback.format_exception(error))), soft_wrap=True)
