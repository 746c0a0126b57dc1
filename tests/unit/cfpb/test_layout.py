"""Which files are recognised, and what is said of the others."""

import csv
from pathlib import Path

import pytest

from adapters.cfpb.layout import SNAKE_CASE, TITLE_CASE, UnknownLayout, recognise
from tests.unit.cfpb.files import read

OLDER = next(
    csv.reader(
        [
            "Date received,Product,Sub-product,Issue,Sub-issue,Company,State,ZIP code,"
            "Consumer consent provided?,Submitted via,Date sent to company,"
            "Company response to consumer,Timely response?,Consumer disputed?"
        ]
    )
)


@pytest.mark.parametrize("names", [SNAKE_CASE, TITLE_CASE])
def test_both_generations_mean_the_same_columns_in_any_order(names: dict[str, str]) -> None:
    assert recognise(list(names)).columns == tuple(names.values())
    assert recognise(list(reversed(names))).columns == tuple(reversed(names.values()))


def test_the_older_layout_has_no_number_no_texts_and_no_tags() -> None:
    absent = set(SNAKE_CASE.values()) - set(recognise(OLDER).columns)

    assert absent == {"complaint_id", "narrative", "public_response", "tags"}


def test_every_missing_unknown_and_repeated_column_is_named_at_once() -> None:
    header = [name for name in OLDER if name not in ("Issue", "Company")]

    with pytest.raises(UnknownLayout) as refused:
        recognise([*header, "Mood", "Product", "issue"])

    for fault in ("missing: 'Issue', 'Company'", "unknown: 'Mood', 'issue'", "twice: 'Product'"):
        assert fault in str(refused.value)


def test_a_row_instead_of_a_header_is_refused() -> None:
    with pytest.raises(UnknownLayout, match=r"import the file as the CFPB publishes it"):
        recognise(["7/29/2013", "Consumer Loan", "Vehicle loan"])


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (",".join(OLDER).encode("utf-16-le"), "UTF-16"),
        (",".join(OLDER).encode("utf-16-be"), "UTF-16"),
        (",".join(OLDER).encode() + b"\r1/1/2015,Mortgage\r", "CR alone"),
        (";".join(OLDER).encode(), "separated by semicolons"),
        ("\t".join(f'"{name}"' for name in OLDER).encode(), "separated by tabs"),
    ],
)
def test_a_file_written_otherwise_is_refused_for_that_and_not_for_its_columns(
    tmp_path: Path, octets: bytes, reason: str
) -> None:
    path = tmp_path / "complaints.csv"
    path.write_bytes(octets + b"\n")
    with pytest.raises(UnknownLayout, match=reason):
        read(path)
