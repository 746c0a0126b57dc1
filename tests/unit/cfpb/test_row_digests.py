"""A row is named, and known again, by what it says; what says nothing does not count."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters import octets
from adapters.cfpb.rows import GoodRow, RowReader
from domain.complaint.events import Contact
from tests.unit.cfpb.files import (
    SAMPLE_2013,
    SAMPLE_2023,
    SECRET,
    known,
    only,
    read,
    received,
)


def test_the_digest_is_of_the_values_and_not_of_the_layout(tmp_path: Path) -> None:
    as_day = only(tmp_path, Date_received="2023-06-05")
    as_filler = only(tmp_path, Date_received="2023-06-05T12:00:00-05:00")
    as_american = only(tmp_path, Date_received="6/5/2023")
    in_two_digits = only(tmp_path, Date_received="06/05/23")
    other = only(tmp_path, Date_received="6/6/2023")

    assert as_day == as_filler == as_american == in_two_digits
    assert other.complaint_id == as_day.complaint_id
    assert other.content_digest != as_day.content_digest


@pytest.mark.parametrize(
    "nothing", ["", "N/A", "None", "null", "n/a", "NaN", " ", "\u00a0", "\u200b"]
)
def test_nothing_is_nothing_in_every_column(tmp_path: Path, nothing: str) -> None:
    silent = dict.fromkeys(
        ("State", "ZIP_code", "Tags", "Consumer_disputed?", "Company_public_response", "Company",
         "Consumer_complaint_narrative", "Sub-product", "Submitted_via", "Date_sent_to_company"),
        nothing,
    )  # fmt: skip
    complaint = only(tmp_path, **silent)
    receipt = received(complaint)
    assert receipt.complainant == Contact(country="US")
    assert (receipt.access_needs, receipt.narrative) == (None, None)
    assert receipt.channel_code == "other"
    assert (known(complaint).source_text, known(complaint).is_disputed) == (None, None)
    assert len(complaint.facts) == 2
    blank = only(tmp_path, **dict.fromkeys(silent, ""))
    assert complaint.content_digest == blank.content_digest


def test_a_row_of_before_is_known_again_however_it_wrote_that_it_says_nothing(
    tmp_path: Path,
) -> None:
    old = only(tmp_path, Tags="", State="None", **{"Consumer_disputed?": "N/A"})
    now = only(tmp_path, Tags="None", State="N/A", **{"Consumer_disputed?": ""})
    other = only(tmp_path, Tags="None", State="N/A", **{"Consumer_disputed?": "No"})
    assert known(old).row_digest in set(now.earlier_digests())
    assert known(old).row_digest not in set(other.earlier_digests())


@pytest.mark.parametrize(
    ("path", "received_on", "sent_on"),
    [
        (SAMPLE_2023, lambda text: text[:10], lambda text: text[:10]),
        (SAMPLE_2013, None, None),
    ],
)
def test_the_digest_is_the_record_s_mac_of_the_row(
    path: Path,
    received_on: Callable[[str], str] | None,
    sent_on: Callable[[str], str] | None,
) -> None:
    for row, complaint in zip(RowReader(path), read(path)[0], strict=True):
        assert isinstance(row, GoodRow)
        values = {name: text for name, text in row.fields.items() if text}
        for name, way in (("received", received_on), ("sent", sent_on)):
            values[name] = way(values[name]) if way else _american(values[name])
        assert known(complaint).row_digest == octets.mac(SECRET, "", values).hex()


def _american(text: str) -> str:
    month, day, year = text.split("/")
    return f"{year}-{int(month):02}-{int(day):02}"
