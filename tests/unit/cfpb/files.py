"""CFPB files for tests: the shipped extracts, and small ones written as a test needs them."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import services
from adapters.cfpb import CfpbFile
from adapters.imported import ImportedComplaint, RejectedRow
from domain.complaint.events import ComplaintReceived, KnownStateImported

SAMPLES = Path(services.__path__[0]) / "sample"
SAMPLE_2023 = SAMPLES / "cfpb-sample-2023.csv.gz"
SAMPLE_2013 = SAMPLES / "cfpb-sample-2013.csv.gz"
SECRET = b"one installation's own secret 32"

PRESENT_DOWNLOAD = next(
    csv.reader(
        [
            "Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,"
            "Company public response,Company,State,ZIP code,Tags,Consumer consent provided?,"
            "Submitted via,Date sent to company,Company response to consumer,Timely response?,"
            "Consumer disputed?,Complaint ID"
        ]
    )
)

ROW = {
    "Date received": "2023-06-05",
    "Product": "Debt collection",
    "Issue": "Communication tactics",
    "Consumer complaint narrative": "They called at night.",
    "Company": "EQUIFAX, INC.",
    "State": "FL",
    "ZIP code": "328XX",
    "Submitted via": "Web",
    "Date sent to company": "2023-06-07",
    "Company response to consumer": "Closed with explanation",
    "Timely response?": "Yes",
    "Consumer disputed?": "N/A",
    "Complaint ID": "7073066",
}


def octets_of(path: Path) -> bytes:
    """What a compressed extract holds."""
    return gzip.decompress(path.read_bytes())


def csv_text(rows: Iterable[Sequence[str]], end: str = "\n") -> str:
    """Rows as CSV, with this end of line."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


def row_of(columns: Sequence[str] = PRESENT_DOWNLOAD, **changed: str) -> list[str]:
    """A sound row with some values changed; a name's blanks are written ``_``."""
    values = ROW | {name.replace("_", " "): text for name, text in changed.items()}
    return [values.get(name, "") for name in columns]


def download(folder: Path, *rows: Sequence[str], name: str = "complaints.csv") -> Path:
    """A file in the layout of the bureau's present download."""
    path = folder / name
    path.write_bytes(csv_text([PRESENT_DOWNLOAD, *rows]).encode())
    return path


def read(
    path: Path, secret: bytes = SECRET
) -> tuple[list[ImportedComplaint], list[RejectedRow], CfpbFile]:
    """The rows of a file that may come in, the others, and the file that was read."""
    source = CfpbFile(path, secret=secret)
    rows = list(source)
    good = [row for row in rows if isinstance(row, ImportedComplaint)]
    return good, [row for row in rows if isinstance(row, RejectedRow)], source


def only(folder: Path, **changed: str) -> ImportedComplaint:
    """The complaint of a file with one sound row, some of whose values are changed."""
    good, rejected, _ = read(download(folder, row_of(**changed)))
    assert not rejected
    return good[0]


def received(complaint: ImportedComplaint) -> ComplaintReceived:
    """The receipt of an imported complaint."""
    event = complaint.facts[0].event
    assert isinstance(event, ComplaintReceived)
    return event


def known(complaint: ImportedComplaint) -> KnownStateImported:
    """What the source asserts of an imported complaint."""
    event = complaint.facts[1].event
    assert isinstance(event, KnownStateImported)
    return event
