"""An import stores what it could read, whatever the source does afterwards."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.cfpb import CfpbFile
from adapters.cfpb.columns import NOTHING
from adapters.clock import now
from adapters.imported import ImportedComplaint, RejectedRow
from services.commands.importing import Importer, Row, Tally
from services.operations.up import SAMPLES
from tests.support.keys import SameKey
from tests.support.record_in_memory import RecordInMemory

SECRET = b"s" * 32
FILE = SAMPLES / "cfpb-sample-2023.csv.gz"


def importer(record: RecordInMemory) -> Importer:
    return Importer(record, keys=SameKey(), secret=SECRET)


def rows() -> Iterator[Row]:
    return iter(CfpbFile(FILE, secret=SECRET))


@pytest.mark.anyio
async def test_rows_read_before_a_source_breaks_off_are_stored() -> None:
    def breaking() -> Iterator[Row]:
        for number, row in enumerate(rows()):
            if number == 87:
                raise EOFError("the file ends in the middle")
            yield row

    record = RecordInMemory(now=now)
    told: list[Tally] = []
    with pytest.raises(EOFError):
        await importer(record).run(breaking(), on_rejected=print, on_progress=told.append)
    assert told[-1] == Tally(added=87)
    assert await record.head() == 3 * 87


@pytest.mark.anyio
async def test_a_second_run_adds_nothing_and_a_changed_row_is_told_and_not_applied(
    tmp_path: Path,
) -> None:
    record = RecordInMemory(now=now)
    assert await importer(record).run(rows(), on_rejected=print) == Tally(added=300)
    assert await importer(record).run(rows(), on_rejected=print) == Tally(already=300)
    changed = tmp_path / "changed.csv"
    text = gzip.decompress(FILE.read_bytes()).decode()
    changed.write_text(text.replace("In progress", "Closed with explanation"))
    again = await importer(record).run(CfpbFile(changed, secret=SECRET), on_rejected=print)
    assert again.changed > 0 and again.added == 0 and again.rows == 300
    assert await record.head() == 3 * 300


@pytest.mark.anyio
async def test_of_two_rows_of_one_number_in_a_file_the_second_is_shown_as_changed(
    tmp_path: Path,
) -> None:
    given = list(csv.reader(gzip.decompress(FILE.read_bytes()).decode().splitlines()))
    again = [{"Web": "Phone"}.get(value, value) for value in given[1]]
    assert again != given[1]
    with (twice := tmp_path / "twice.csv").open("w", newline="") as file:
        csv.writer(file).writerows([given[0], given[1], again])
    lines: list[int] = []
    tally = await Importer(
        RecordInMemory(now=now),
        keys=SameKey(),
        secret=SECRET,
        on_changed=lambda row, _stored: not lines.append(row.line),  # type: ignore[func-returns-value]
    ).run(CfpbFile(twice, secret=SECRET), on_rejected=print)
    assert tally == Tally(added=1, changed=1)
    assert lines == [3]


@pytest.mark.anyio
async def test_rejected_rows_are_handed_over_and_counted() -> None:
    bad = RejectedRow(line=7, reason="no date", text="x")
    good = next(row for row in rows() if isinstance(row, ImportedComplaint))
    seen: list[RejectedRow] = []
    tally = await importer(RecordInMemory(now=now)).run([bad, good], on_rejected=seen.append)
    assert (tally, seen) == (Tally(added=1, rejected=1), [bad])


@pytest.mark.anyio
@pytest.mark.parametrize("sample", ["cfpb-sample-2013.csv.gz", "cfpb-sample-2023.csv.gz"])
@pytest.mark.parametrize("nothing", ["", "N/A", "None"])
async def test_the_same_rows_written_otherwise_add_and_change_nothing(
    tmp_path: Path, sample: str, nothing: str
) -> None:
    """The older file gives its rows no number: they are known by what they say."""
    record = RecordInMemory(now=now)
    first = await importer(record).run(CfpbFile(SAMPLES / sample, secret=SECRET), on_rejected=print)
    text = gzip.decompress((SAMPLES / sample).read_bytes()).decode()
    header, *lines = csv.reader(text.splitlines())
    other = tmp_path / "other.csv"
    with other.open("w", newline="") as file:
        silent = [[nothing if cell in NOTHING else f" {cell}" for cell in line] for line in lines]
        csv.writer(file).writerows([header, *silent])
    again = await importer(record).run(CfpbFile(other, secret=SECRET), on_rejected=print)
    assert again == Tally(already=first.added)
