"""What went wrong, as one sentence and an exit code; a traceback is nobody's answer.

The table knows all that can be raised, and so imports all: it is read when something went wrong.
"""

import traceback

import psycopg
import psycopg_pool
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
from services.addresses import NotRunning
from services.cli.exits import Exit, MayNot, NotDone, Unfit
from services.cli.harmless import harmless
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
from services.queries.lookup import SeveralFound
from services.queries.trend_rows import TooManyRows
from services.queries.view_reader import ViewNotMade
from services.representations.hints import APPROVED_BY_ACTING
from services.streaming.rebuilding import NoSuchProjection

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


def told(error: Exception, command: str | None) -> Exit:
    """Say an error in one sentence on standard error. command: the one that was typed."""
    code = end_of(error)
    if code is Exit.UNFORESEEN:
        _confess(error)
        return code
    say(f"plaint: {sentence(error)}")
    if isinstance(error, Refusal) and error.is_for_another:
        say(f"somebody else, here: plaint --key @FILE {command or 'COMMAND'} …")
    return code


def say_who_approves() -> None:
    """Beside the usage, for whoever names the person who approved."""
    say(f"plaint: {APPROVED_BY_ACTING}")


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
