"""What may be wrong with a document or a letter, as problems: each with what to do."""

from collections.abc import Callable, Mapping

from adapters.documents import DocumentMissing, DocumentsAway
from adapters.documents.frames import DocumentDamaged
from adapters.documents.media_types import NotThatType, TypeNotAllowed
from adapters.documents.scanning import CouldNotScan, Infected
from services.api.problems import TOO_LARGE, UNAVAILABLE, Kind, Problem
from services.commands.document_intake import DocumentEmpty, DocumentTooLarge
from services.commands.documents import DocumentGone
from services.correspondence.choosing import BadTemplate, NoTemplate

TYPE = Kind("document-type", 415, "Documents of this type are not taken")
UNLIKE_TYPE = Kind("document-unlike-its-type", 422, "The document is not of the type that it names")
EMPTY = Kind("document-empty", 422, "The document is empty")
INFECTED = Kind("document-infected", 422, "The document holds malware")
UNSCANNED = Kind("document-not-scanned", 503, "The document could not be searched for malware")
GONE = Kind("document-gone", 410, "The content was destroyed by order")
DAMAGED = Kind("document-damaged", 500, "The stored document is not what was stored")

NO_TEMPLATE = Kind("no-template", 422, "There is no such letter in this language")
BAD_TEMPLATE = Kind("bad-template", 500, "The letter's template cannot be used")

KINDS = (TYPE, UNLIKE_TYPE, EMPTY, INFECTED, UNSCANNED, GONE, DAMAGED, NO_TEMPLATE, BAD_TEMPLATE)


def _of(kind: Kind, instead: str, *, detail: str | None = None) -> Callable[[Exception], Problem]:
    """These errors say nothing of the content but its type, its size and its id.

    detail: what a caller learns of an error whose own words are for the operator alone.
    """
    headers = {"Retry-After": "10"} if kind.status == 503 else {}
    headers |= {"Connection": "close"} if kind is TOO_LARGE else {}
    return lambda error: Problem(kind, detail or str(error), instead=instead, headers=headers)


def for_operator(error: Exception) -> str | None:
    """What only the log says of an error: folders, digests and settings, nothing personal."""
    return str(error) if isinstance(error, FOR_OPERATOR) else None


FOR_OPERATOR = (DocumentMissing, DocumentDamaged, DocumentsAway, CouldNotScan)
_NOT_GIVEN_OUT = _of(
    DAMAGED,
    "tell the operator, with the correlation_id",
    detail="the stored content of this document cannot be given out",
)


TOLD: Mapping[type[Exception], Callable[[Exception], Problem]] = {
    TypeNotAllowed: _of(TYPE, "convert it to one of the types that are named, or ask for yours"),
    NotThatType: _of(UNLIKE_TYPE, "send the type that it has as Content-Type"),
    DocumentTooLarge: _of(TOO_LARGE, "send it in parts, or smaller"),
    DocumentEmpty: _of(EMPTY, "send the content as the body"),
    Infected: _of(INFECTED, "do not open it; ask for another copy"),
    CouldNotScan: _of(
        UNSCANNED,
        "repeat it with the same Idempotency-Key once the scanner works",
        detail="the scanner came to no verdict; the document was not stored",
    ),
    NoTemplate: _of(NO_TEMPLATE, "name one of these languages, or add a template for yours"),
    BadTemplate: _of(BAD_TEMPLATE, "tell the operator: the folder of PLAINT_TEMPLATES holds it"),
    DocumentGone: _of(GONE, "see the complaint's history for the order and its ground"),
    DocumentMissing: _NOT_GIVEN_OUT,
    DocumentDamaged: _NOT_GIVEN_OUT,
    DocumentsAway: _of(
        UNAVAILABLE,
        "repeat the request, a command with the same Idempotency-Key",
        detail="documents can be neither kept nor read now: their folder is full or out of reach",
    ),
}
