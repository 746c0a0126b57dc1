"""Whether what every read and every upload writes to takes anything now, tried each time."""

from collections.abc import Callable, Iterator

from adapters.documents.folder import DocumentFolder
from adapters.read_log import ReadLog
from adapters.settings import Settings
from services.addresses import documents_folder, folder_of
from services.operations.stalls import Stall

READS, DOCUMENTS = "reads log", "documents"
INSTEAD = "make room there, mount it writable, or give it back to the account that Plaint runs as"


def folder_faults(settings: Settings) -> tuple[Stall, ...]:
    """One fault for each that takes nothing; where it lies, only whoever runs Plaint needs."""
    reads, documents = ReadLog(folder_of(settings).log), DocumentFolder(documents_folder(settings))
    return (
        *_tried(READS, "nothing is read while its log cannot be written", reads.must_take),
        *_tried(DOCUMENTS, "no document can be stored", documents.must_take),
    )


def _tried(part: str, what_follows: str, must_take: Callable[[], None]) -> Iterator[Stall]:
    try:
        must_take()
    except OSError as error:
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
        yield Stall(part, f"{what_follows} ({cause.strerror})", INSTEAD)
