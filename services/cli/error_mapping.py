"""What went wrong, as one sentence and an exit code; a traceback is nobody's answer."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum

import psycopg
import psycopg_pool
import typer
from kafka.errors import KafkaError
from pydantic import ValidationError

from adapters.canonical import NotCanonical
from adapters.cfpb import UnknownLayout, Unreadable
from adapters.documents import DocumentMissing
from adapters.documents.frames import DocumentDamaged
from adapters.documents.media_types import NotThatType, TypeNotAllowed
from adapters.documents.scanning import CouldNotScan, Infected
from adapters.kafka.clients import BrokerAway
from adapters.kafka.topic import TopicDiffers, TopicMissing
from adapters.local.account import AccountRefused
from adapters.local.children import ServerFailed
from adapters.local.folder import FolderHeld, FolderRefused
from adapters.local.jars import JarsMissing
from adapters.local.loopback import NoLoopback
from adapters.local.ports import PortTaken
from adapters.local.programs import ProgramMissing
from adapters.postgres.append import NotAppended
from adapters.postgres.guard import UnfitServer
from adapters.postgres.migrations import SchemaDiffers
from adapters.postgres.rewrapping import RotatedMeanwhile
from adapters.postgres.views.filling import CannotFill
from adapters.postgres.views.swapping import AlreadyRebuilding
from adapters.read_log import ReadNotLogged
from adapters.sealing import TooLarge
from adapters.secrets import SecretsMissing
from adapters.settings import BadSettings, read_settings
from adapters.toml_files import BadFile
from domain.errors import Refusal
from projections._kit.questions import BadCursor
from services.access.new_keys import UnknownRole
from services.access.operator import NotTheirFolder
from services.access.principals import NoSuchKey
from services.cli.harmless import harmless
from services.cli.not_done import NotDone
from services.cli.terminal import said, say
from services.commands.document_intake import DocumentEmpty, DocumentTooLarge
from services.commands.documents import DocumentGone
from services.commands.not_stored import OtherRequest, TooContended, VersionMoved
from services.commands.stream_heads import NotFound
from services.correspondence.choosing import BadTemplate, NoTemplate
from services.operations.external_server import NotPrepared
from services.policies.adopt_policy import AdoptedMeanwhile
from services.policies.policy_history import NeverPublished
from services.policies.policy_in_force import NoPolicy
from services.policies.publish_policy import PublishedMeanwhile
from services.queries.complaint_lookup import SeveralFound
from services.queries.trend_rows import TooManyRows
from services.queries.view_reader import ViewNotMade
from services.representations.hints import APPROVED_BY_ACTING
from services.streaming.rebuilding import NoSuchProjection
from services.wiring import NotRunning


class Unfit(ValueError):
    """What was typed cannot be meant; the message says what to type instead."""


class MayNot(PermissionError):
    """The role that somebody acts in has no such command."""

    def __init__(self, role: str, command: str, roles: Iterable[str]) -> None:
        allowed = ", ".join(sorted(roles))
        super().__init__(
            f"the role {role} may not {command.replace('_', ' ')} (it is for: {allowed}): "
            "name another with --as, or ask somebody who has it"
        )


class Exit(IntEnum):
    """How a command ends; the numbers are part of the interface and stay."""

    DONE = 0
    REFUSED = 1
    UNFIT = 2
    UNAVAILABLE = 3
    NOT_FOUND = 4
    MOVED = 5
    PARTLY = 6
    UNFORESEEN = 70
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """The sentence that documents the number."""
        return MEANINGS[self]


MEANINGS = {
    Exit.DONE: "It was done.",
    Exit.REFUSED: "A rule of complaints handling refused it, and nothing was recorded; or what was "
    "looked at is not as it must be.",
    Exit.UNFIT: "What was typed, or a file or a setting, cannot be meant.",
    Exit.UNAVAILABLE: "Plaint is not running here, or something that it needs does not answer.",
    Exit.NOT_FOUND: "There is no such complaint, projection or key.",
    Exit.MOVED: "The complaint is at another version than --if-version says.",
    Exit.PARTLY: "The import is done, but some rows could not be read and are in the rejects file.",
    Exit.UNFORESEEN: "A fault in Plaint itself.",
    Exit.INTERRUPTED: "Ctrl-C; what was reported as done stays done.",
}

ENDS: dict[tuple[type[Exception], ...], Exit] = {
    (Refusal, MayNot, NotTheirFolder, Infected, DocumentDamaged): Exit.REFUSED,
    (
        NotFound,
        SeveralFound,
        NoSuchProjection,
        NoSuchKey,
        NeverPublished,
        DocumentGone,
        DocumentMissing,
    ): Exit.NOT_FOUND,
    (VersionMoved,): Exit.MOVED,
    (
        NotRunning,
        SecretsMissing,
        RotatedMeanwhile,
        ReadNotLogged,
        FolderHeld,
        NotPrepared,
        NoPolicy,
        UnfitServer,
        SchemaDiffers,
        ServerFailed,
        ProgramMissing,
        JarsMissing,
        NoLoopback,
        PortTaken,
        BrokerAway,
        TopicDiffers,
        TopicMissing,
        KafkaError,
        psycopg.OperationalError,
        psycopg_pool.PoolTimeout,
        TooContended,
        ViewNotMade,
        AlreadyRebuilding,
        CannotFill,
        NotAppended,
        CouldNotScan,
        AdoptedMeanwhile,
        PublishedMeanwhile,
        TimeoutError,
        ConnectionError,
    ): Exit.UNAVAILABLE,
    (
        Unfit,
        BadSettings,
        BadFile,
        ValidationError,
        NotCanonical,
        TooLarge,
        OtherRequest,
        UnknownRole,
        BadCursor,
        TooManyRows,
        UnknownLayout,
        Unreadable,
        FolderRefused,
        AccountRefused,
        TypeNotAllowed,
        NotThatType,
        DocumentTooLarge,
        DocumentEmpty,
        BadTemplate,
        NoTemplate,
        OSError,
    ): Exit.UNFIT,
}


BY_STATUS = {
    **dict.fromkeys((401, 403, 409), Exit.REFUSED),
    **dict.fromkeys((404, 410), Exit.NOT_FOUND),
    **dict.fromkeys((408, 429), Exit.UNAVAILABLE),
    412: Exit.MOVED,
}
"""How a command over HTTP ends; all else below 500 is unfit, and from there on unavailable."""


@contextmanager
def answered_for(command: Callable[[], str | None] = lambda: None) -> Iterator[None]:
    """Turn whatever the block raises into a sentence on standard error and an exit code.

    command: the one that was typed.
    """
    try:
        yield
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:
        # The door's own exceptions of usage pass: typer tells them, with the usage beside them.
        if type(error).__module__.startswith("typer."):
            if getattr(error, "option_name", None) == "--approved-by":
                say(f"plaint: {APPROVED_BY_ACTING}")
            raise
        code = end_of(error)
        if code is Exit.UNFORESEEN:
            _confess(error)
        else:
            say(f"plaint: {sentence(error)}")
            if isinstance(error, Refusal) and error.is_for_another:
                say(f"somebody else, here: plaint --key @FILE {command() or 'COMMAND'} …")
        raise typer.Exit(code) from None


def end_of(error: Exception) -> Exit:
    """The exit code that stands for an error."""
    if isinstance(error, NotDone):
        return BY_STATUS.get(error.status, Exit.UNFIT if error.status < 500 else Exit.UNAVAILABLE)
    return next((code for kinds, code in ENDS.items() if isinstance(error, kinds)), Exit.UNFORESEEN)


def sentence(error: Exception) -> str:
    """An error in one line, with what to do."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in error.errors())
    if isinstance(error, psycopg.OperationalError | psycopg_pool.PoolTimeout):
        return f"the database does not answer ({_first_line(error)}): start it with `plaint up`"
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
