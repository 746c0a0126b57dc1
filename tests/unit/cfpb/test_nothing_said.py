"""What a row does not say is available nowhere: no channel, no company, no number."""

from pathlib import Path

import pytest

from adapters import octets
from adapters.cfpb.taxonomy import Taxonomy
from domain.complaint.receipt.events import NO_CHANNEL
from projections import trends
from projections.trends.cells import TrendsRow
from tests.unit.cfpb.files import SECRET, download, only, read, received, row_of
from tests.unit.cfpb.test_trends_of_the_extracts import cells_of, recorded_of

NOTHING = pytest.mark.parametrize("written", ["", " ", "N/A", "None", "\u200b"])


@NOTHING
def test_figures_have_no_channel_and_no_company_where_the_row_names_none(
    tmp_path: Path, written: str
) -> None:
    path = download(tmp_path, row_of(Submitted_via=written, Company=written))
    cells = cells_of(path)
    assert {(cell.channel_code, cell.body_code) for cell in cells} == {(None, None)}
    assert "received" in {cell.figure for cell in cells}


def test_the_receipt_and_its_ids_are_what_they_were(tmp_path: Path) -> None:
    """Complaints that are stored keep them; the figures alone tell that nothing was said."""
    assert received(only(tmp_path, Submitted_via="")).channel_code == "other"


def test_no_label_of_a_channel_has_the_code_of_none() -> None:
    shipped = Taxonomy.shipped()
    assert shipped.label("channel", NO_CHANNEL) is None
    assert shipped.code("channel", "Other") != NO_CHANNEL


def test_a_channel_that_people_here_call_other_stays_so(tmp_path: Path) -> None:
    receipt = recorded_of(only(tmp_path, Submitted_via=""))[0]
    by_staff = receipt.changed(actor=receipt.actor.model_copy(update={"role": "handler"}))
    told = [trends.fold(None, one) for one in (receipt, by_staff)]
    assert [one.channel_code for one in told if isinstance(one, TrendsRow)] == [None, "other"]


@NOTHING
def test_a_row_without_a_number_is_named_by_what_it_says(tmp_path: Path, written: str) -> None:
    complaint = only(tmp_path, Complaint_ID=written)
    assert len(complaint.row_key) == 64


def test_zeros_before_a_number_do_not_make_another_complaint(tmp_path: Path) -> None:
    """Also where an earlier import has stored it under the number as it was written."""
    rows = (row_of(), row_of(Complaint_ID="007073066"))
    (plain, padded), rejected, _ = read(download(tmp_path, *rows))
    assert not rejected
    assert padded.complaint_id == plain.complaint_id
    assert (padded.row_key, padded.content_digest) == (plain.row_key, plain.content_digest)
    former = octets.command_id(SECRET, "import", "cfpb", "007073066")
    assert (list(padded.earlier_ids()), list(plain.earlier_ids())) == ([former], [])
