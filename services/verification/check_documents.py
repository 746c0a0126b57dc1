"""Every document that the record names looked for in the store, with its digest and its key."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from adapters import event_json
from adapters.documents import DocumentMissing, DocumentsAway, frames
from adapters.documents.folder import DocumentFolder
from adapters.postgres.pages import KeyPages, Pages
from adapters.wrapping import DOCUMENT
from domain.complaint.events import DocumentAttached, SealedContentRemoved
from domain.recorded import Recorded
from services.verification.check_results import Look

WHAT = "documents"


@dataclass(frozen=True, slots=True)
class Named:
    """A document as the record names it. order: by which event its content was removed, if any.

    position: of the event that names it; the whole event of each would fill the memory.
    """

    position: int | None
    sha256: str
    order: Recorded | None = None


def named_documents(pages: Pages, head: int) -> dict[UUID, Named]:
    """Every document that the record ever named, by its id."""
    found: dict[UUID, Named] = {}
    for one in _events(pages, head):
        event = one.event
        if isinstance(event, DocumentAttached):
            found[event.document_id] = Named(one.position, event.ciphertext_sha256)
        elif isinstance(event, SealedContentRemoved) and event.document_id in found:
            before = found[event.document_id]
            found[event.document_id] = replace(before, order=one)
    return found


def check_documents(pages: Pages, keys: KeyPages, store: DocumentFolder, head: int) -> Look:
    """Look whether each document is whole and openable, and each removed one gone.

    What is stored and not named is counted as an orphan, which is no difference: the command that
    it was for was refused, or is being carried out.
    """
    look = Look(WHAT)
    named = named_documents(pages, head)
    erased = erased_documents(keys) & named.keys()
    for document_id, one in named.items():
        look.checked += 1
        fault = _removed_fault(store, one) if one.order else _fault(keys, store, one)
        # What cannot be opened any more need not be there.
        if fault and (one.order or document_id not in erased):
            look.differ(one.position, f"document {document_id} {fault}")
    known = {one.sha256 for one in named.values()}
    orphans = sum(digest not in known for digest in store.digests())
    look.count("removed", sum(one.order is not None for one in named.values()))
    look.count("erased", sum(named[document_id].order is None for document_id in erased))
    look.count("orphans", orphans + sum(1 for _ in store.unfinished()))
    return look


def erased_documents(keys: KeyPages) -> set[UUID]:
    """The documents whose key was destroyed, by an order or with the complaint's personal data."""
    return {UUID(scope.removeprefix(DOCUMENT)) for scope in keys.removed_scopes(DOCUMENT)}


def _fault(keys: KeyPages, store: DocumentFolder, one: Named) -> str | None:
    try:
        with store.open(one.sha256) as file:
            frames.verify(file, one.sha256)
            key_id = frames.key_of(file)
    except DocumentMissing:
        return f"is not in the store: restore {one.sha256} from a backup"
    except DocumentsAway as error:
        return f"cannot be read, and no other: {error}; mount the folder, or see PLAINT_DOCUMENTS"
    except frames.DocumentDamaged:
        return f"was changed in the store: restore {one.sha256} from a backup"
    if keys.kept([key_id]) or keys.removed([key_id]):
        return None
    return "has no key: restore record and key store of one moment"


def _removed_fault(store: DocumentFolder, one: Named) -> str | None:
    try:
        store.open(one.sha256).close()
    except (DocumentMissing, DocumentsAway):
        return None
    return "was to be removed and is still there: run `plaint sweep`"


def _events(pages: Pages, head: int) -> Iterator[Recorded]:
    for page in pages.of_types((DocumentAttached.TYPE, SealedContentRemoved.TYPE), head):
        for position, public in page:
            yield event_json.recorded(public, position)
