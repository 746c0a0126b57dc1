"""How a file is cut into rows: line numbers, broken rows, encodings, compression."""

import gzip
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cfpb import UnknownLayout, Unreadable
from adapters.cfpb.lines import LONGEST
from adapters.cfpb.rows import GoodRow, RowReader
from adapters.imported import RejectedRow
from tests.unit.cfpb.files import PRESENT_DOWNLOAD, SAMPLE_2023, csv_text, download, row_of

HEADER = csv_text([PRESENT_DOWNLOAD])
SOUND = csv_text([row_of()])


def zipped(*members: bytes) -> bytes:
    """A zip archive with these files in it."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, member in enumerate(members):
            archive.writestr(f"complaints{number}.csv", member)
    return octets.getvalue()


def rows_of(path: Path) -> tuple[list[GoodRow], list[RejectedRow]]:
    rows = list(RowReader(path))
    good = [row for row in rows if isinstance(row, GoodRow)]
    return good, [row for row in rows if isinstance(row, RejectedRow)]


def written(folder: Path, *parts: str | bytes) -> Path:
    path = folder / "complaints.csv"
    path.write_bytes(b"".join(p.encode() if isinstance(p, str) else p for p in parts))
    return path


NARRATIVES = st.text(st.sampled_from('ab ,"\n'), max_size=30)


@given(st.lists(NARRATIVES, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_a_row_has_the_number_of_the_line_where_it_starts(texts: list[str], end: str) -> None:
    rows = [row_of(Consumer_complaint_narrative=text) for text in texts]
    parts = [csv_text([row], end) for row in (PRESENT_DOWNLOAD, *rows)]

    with TemporaryDirectory() as folder:
        good, rejected = rows_of(written(Path(folder), *parts))

    assert not rejected
    assert [row.fields["narrative"] for row in good] == texts
    assert [row.line for row in good] == [
        "".join(parts[:number]).count("\n") + 1 for number in range(1, len(parts))
    ]


BROKEN: Sequence[str] = (
    'He said "stop\n',
    '"never closed,1,2\n',
    'a,"text with "bare" quotes\nand a second, line",b\n',
    'too,few,"fields\nin two lines"\n',
    csv_text([row_of()]).rstrip("\n") + ",one more\n",
    csv_text([[*row_of()[:5], 'x "y" z\nmore', *row_of()[6:]]]).replace('""', '"'),
)


@given(st.lists(st.sampled_from(BROKEN), min_size=1, max_size=5), st.data())
def test_rows_between_broken_ones_are_all_read(broken: list[str], data: st.DataObject) -> None:
    """A sound row that does not follow a broken one in the same breath is never lost."""
    parts = [HEADER]
    expected = []
    for number, text in enumerate(broken):
        sound = csv_text([row_of(Complaint_ID=str(number), Company='"Q", Inc.')])
        parts.append(text)
        expected.append(("".join(parts).count("\n") + 1, str(number)))
        parts.append(sound)

    with TemporaryDirectory() as folder:
        good, rejected = rows_of(written(Path(folder), *parts))

    assert [(row.line, row.fields["complaint_id"]) for row in good] == expected
    assert [row.text for row in rejected] == [text.rstrip("\n") for text in broken]
    assert all("fields where" in row.reason or "quotes" in row.reason for row in rejected)


def test_rows_of_the_wrong_width_are_each_rejected_with_their_line(tmp_path: Path) -> None:
    good, rejected = rows_of(written(tmp_path, HEADER, "a,b\n", "\n", "c\n", SOUND))

    assert [(row.line, row.text) for row in rejected] == [(2, "a,b"), (4, "c")]
    assert rejected[0].reason == "it has 2 fields where the header has 18"
    assert [row.line for row in good] == [5]


def test_a_quote_that_is_never_closed_costs_one_row_and_not_the_rest(tmp_path: Path) -> None:
    unclosed = SOUND.replace("Debt", '"Debt', 1)
    good, rejected = rows_of(written(tmp_path, HEADER, SOUND, unclosed, SOUND * 2000))

    assert len(good) == 2001
    assert [row.line for row in rejected] == [3]


def test_a_file_that_is_broken_to_its_end_is_not_held_whole(tmp_path: Path) -> None:
    good, rejected = rows_of(written(tmp_path, HEADER, SOUND, '"a" b\n' * 12_000))

    assert len(good) == 1
    assert [row.line for row in rejected] == [3, 5003, 10_003]


def test_a_nul_and_octets_that_are_not_utf8_reject_their_row_alone(tmp_path: Path) -> None:
    latin = SOUND.encode().replace(b"night", b"caf\xe9")
    nul = SOUND.encode().replace(b"night", b"\0")
    good, rejected = rows_of(written(tmp_path, HEADER, SOUND, latin, SOUND, nul, SOUND))

    assert [row.line for row in good] == [2, 4, 6]
    assert [row.reason for row in rejected] == [
        "it is not UTF-8 (octet 0xe9 in line 3)",
        "it holds a NUL (in line 5)",
    ]
    assert "caf\\xe9" in rejected[0].text


def test_a_line_without_end_is_not_held_and_rejects_its_row_alone(tmp_path: Path) -> None:
    long = SOUND.replace("night", "x" * (3 * LONGEST))
    good, rejected = rows_of(written(tmp_path, HEADER, SOUND, long, SOUND))

    assert [row.line for row in good] == [2, 4]
    assert [row.line for row in rejected] == [3]
    assert len(rejected[0].text) <= LONGEST


def test_encodings_and_line_ends_make_no_difference(tmp_path: Path) -> None:
    text = (HEADER + csv_text([row_of(Consumer_complaint_narrative="one\ntwo é")])).encode()
    ways = {
        "plain": text,
        "mark": b"\xef\xbb\xbf" + text,
        "two marks": b"\xef\xbb\xbf" * 2 + text,
        "crlf": text.replace(b"\n", b"\r\n"),
        "gzip": gzip.compress(text),
        "zip": zipped(text),
        "zip with mark": zipped(b"\xef\xbb\xbf" + text),
        "gzip with mark": gzip.compress(b"\xef\xbb\xbf" + text),
        "no last line end": text.rstrip(b"\n"),
    }
    found = {}
    for way, octets in ways.items():
        good, rejected = rows_of(written(tmp_path, octets))
        assert not rejected
        found[way] = [(row.line, row.fields) for row in good]

    assert found["plain"][0][1]["narrative"] == "one\ntwo é"
    assert all(rows == found["plain"] for rows in found.values())


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"PK\x03\x04rest", "zip archive .* cannot be opened"),
        (zipped(), "if it holds one file, and .* holds none: fetch it anew"),
        (
            zipped(b"a", b"b"),
            r"one file, and .* holds 2 \(complaints0.csv, complaints1.csv\): unpack it with",
        ),
        (zipped(*[b"a"] * 9), r"holds 9 \(.*, complaints2.csv, and 6 more\): unpack"),
        ("a,b\n".encode("utf-16"), "UTF-16"),
        (gzip.compress(HEADER.encode())[:-12], "damaged"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(tmp_path: Path, octets: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        rows_of(written(tmp_path, octets))


def test_an_empty_file_has_no_layout(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="empty"):
        rows_of(written(tmp_path, b""))


def test_a_gzip_cut_short_gives_its_rows_before_it_is_refused(tmp_path: Path) -> None:
    octets = SAMPLE_2023.read_bytes()
    path = written(tmp_path, octets[: len(octets) // 2])
    good: list[object] = []

    with pytest.raises(Unreadable, match=r"damaged after line \d+"):
        for row in RowReader(path):
            good.append(row)

    assert 50 < len(good) < 300


def test_progress_goes_from_nothing_to_the_whole_file(tmp_path: Path) -> None:
    path = download(tmp_path, *[row_of() for _ in range(5000)])
    reader = RowReader(path)
    size = path.stat().st_size
    assert reader.progress == (0, size)

    seen = [reader.progress.octets_read for _ in reader]

    assert seen == sorted(seen)
    assert 0 < seen[0] < size
    assert reader.progress == (size, size)
