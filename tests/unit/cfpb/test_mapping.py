"""Which facts a row holds, and which ids they get."""

from datetime import date
from pathlib import Path
from uuid import uuid5

import pytest

from adapters import octets
from adapters.imported import ImportedComplaint
from domain.complaint.events import ComplaintForwarded, Contact
from domain.values import UNKNOWN, When
from tests.unit.cfpb.files import (
    SAMPLE_2013,
    SAMPLE_2023,
    SECRET,
    download,
    known,
    only,
    read,
    received,
    row_of,
)


def reason(folder: Path, **changed: str) -> str:
    good, rejected, _ = read(download(folder, row_of(**changed)))
    assert not good
    assert rejected[0].line == 2
    return rejected[0].reason


def forwarded(complaint: ImportedComplaint) -> ComplaintForwarded:
    event = complaint.facts[2].event
    assert isinstance(event, ComplaintForwarded)
    return event


def test_a_row_is_a_receipt_a_known_state_and_a_sending_on() -> None:
    complaint = read(SAMPLE_2023)[0][0]
    receipt, state, sending = complaint.facts

    assert complaint.line == 2
    assert receipt.occurred == When(on=date(2023, 6, 5), zone="America/New_York")
    assert state.occurred == UNKNOWN
    assert sending.occurred == When(on=date(2023, 6, 5), zone="America/New_York")
    assert received(complaint).issues[0].category_code == "improper_use_of_your_report"
    assert received(complaint).channel_code == "web"
    assert received(complaint).complainant_kind == "person"
    assert known(complaint).known_state == "CLOSED"
    assert known(complaint).source_outcome_code == "closed_with_non_monetary_relief"
    assert known(complaint).is_timely is True
    assert known(complaint).is_disputed is None
    assert forwarded(complaint).to_kind == "respondent"
    assert forwarded(complaint).issue_ids == (received(complaint).issues[0].issue_id,)


def test_every_id_comes_from_the_source_s_number_and_the_secret_alone() -> None:
    for complaint in read(SAMPLE_2023)[0]:
        number = known(complaint).source_id
        assert number == complaint.row_key
        assert complaint.complaint_id == octets.imported_complaint_id(SECRET, "cfpb", number)
        assert complaint.command_id == octets.command_id(SECRET, "import", "cfpb", number)
        assert received(complaint).reference == octets.reference(complaint.complaint_id)
        assert received(complaint).party_id == uuid5(complaint.command_id, "party-1")
        assert received(complaint).issues[0].issue_id == uuid5(complaint.command_id, "issue-1")
        assert known(complaint).content_digest == complaint.content_digest


def test_where_and_who_and_what_was_said_are_sealed_fields(tmp_path: Path) -> None:
    complaint = only(
        tmp_path,
        Tags="Older American, Servicemember",
        Company_public_response="Company disputes the facts presented in the complaint",
    )
    receipt = received(complaint)

    assert receipt.complainant is not None
    assert receipt.complainant.model_dump(exclude_none=True) == {
        "postal_code": "328XX",
        "region": "FL",
        "country": "US",
    }
    assert receipt.access_needs == ("Older American", "Servicemember")
    assert receipt.narrative == "They called at night."
    assert known(complaint).source_text == "Company disputes the facts presented in the complaint"


def test_what_the_source_leaves_blank_is_absent(tmp_path: Path) -> None:
    blank = dict.fromkeys(("ZIP_code", "State", "Consumer_complaint_narrative", "Company"), "")
    complaint = only(tmp_path, **blank, Timely_response="", Date_sent_to_company="")
    receipt = received(complaint)

    assert len(complaint.facts) == 2
    assert receipt.narrative is None
    assert receipt.access_needs is None
    assert receipt.complainant == Contact(country="US")
    assert receipt.forwarded_by is None
    assert receipt.received_by_unit is None
    assert known(complaint).is_disputed is None
    assert known(complaint).source_text is None


@pytest.mark.parametrize(
    ("response", "state"),
    [
        ("Closed", "CLOSED"),
        ("Closed with explanation", "CLOSED"),
        ("Closed with relief", "CLOSED"),
        ("In progress", "INVESTIGATING"),
        ("Untimely response", "RECEIVED"),
        ("", "RECEIVED"),
    ],
)
def test_the_known_state_is_what_the_response_says_disputed_or_not(
    tmp_path: Path, response: str, state: str
) -> None:
    changed = {"Company response to consumer": response, "Consumer disputed?": "Yes"}
    complaint = only(tmp_path, **changed)

    assert known(complaint).known_state == state
    assert known(complaint).is_disputed is True


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("Date received", "6/31/2023", "date received is no day"),
        ("Date received", "", "date received is no day"),
        ("Date received", "2023-06-05T23:30:00-05:00", "date received has a time of the day"),
        ("Date received", "6/5/0023", "date received is no day"),
        ("Date sent to company", "soon", "date sent to company is no day"),
        ("Product", "", "product is no label"),
        ("Issue", " ", "issue is no label"),
        ("Issue", "a\nb", "issue is no label"),
        ("Company", "x" * 161, "company is no label"),
        ("Timely response?", "Maybe", "timely response is neither Yes nor No"),
        ("Consumer disputed?", "yes", "consumer disputed is neither Yes nor No"),
        ("Company response to consumer", "Shrugged", "not one of the CFPB's"),
        ("Complaint ID", "12a", "complaint id is no number"),
        ("Complaint ID", "000", "complaint id is no number"),
        ("Complaint ID", "\u0661", "complaint id is no number"),
        (
            "Consumer complaint narrative",
            "x" * 60_001,
            "narrative has 60,001 characters: at most 60,000",
        ),
    ],
)
def test_a_value_that_can_not_be_meant_rejects_the_row(
    tmp_path: Path, column: str, text: str, said: str
) -> None:
    assert said in reason(tmp_path, **{column: text})


def test_a_rejected_row_keeps_its_text(tmp_path: Path) -> None:
    path = download(tmp_path, row_of(), row_of(Issue="", Consumer_complaint_narrative='a "b"\nc'))
    good, rejected, _ = read(path)

    assert len(good) == 1
    assert rejected[0].line == 3
    assert rejected[0].text == "\n".join(path.read_text().splitlines()[2:])


def test_another_reading_gives_the_same_and_another_secret_other_ids() -> None:
    for path in (SAMPLE_2013, SAMPLE_2023):
        first, again = read(path)[0], read(path)[0]
        other = read(path, b"another installation's own secret")[0]

        assert first == again
        assert not {c.complaint_id for c in first} & {c.complaint_id for c in other}
        assert not {c.command_id for c in first} & {c.command_id for c in other}
        assert not {c.content_digest for c in first} & {c.content_digest for c in other}


def test_rows_without_a_number_all_count_and_twins_are_numbered() -> None:
    good, rejected, source = read(SAMPLE_2013)
    twins = [complaint for complaint in good if "-" in complaint.row_key]

    assert not rejected
    assert len({complaint.complaint_id for complaint in good}) == 150
    assert len(twins) == source.remarks["identical_to_another_row"] > 4
    assert [complaint.line for complaint in twins] == list(source.twins)
    assert {complaint.row_key.split("-")[1] for complaint in twins} >= {"2", "3", "4"}
    assert all(each.row_key.split("-")[0] == known(each).row_digest for each in twins)
    assert all(known(complaint).source_id is None for complaint in good)


def test_oddities_are_taken_as_they_stand_and_told() -> None:
    good, _, source = read(SAMPLE_2013)
    early = [
        complaint
        for complaint in good
        if (complaint.facts[2].occurred.on or date.max)
        < (complaint.facts[0].occurred.on or date.min)
    ]

    assert len(early) == source.remarks["sent_before_received"] == 6
    assert source.remarks["zip_code_cut_short"] > 0
    assert not source.unlisted


@pytest.mark.parametrize("day", ["06/05/91", "6/5/2091", "2091-06-05"])
def test_what_has_not_come_yet_is_kept_out(tmp_path: Path, day: str) -> None:
    assert "has not come yet (2091-06-05)" in reason(tmp_path, Date_received=day)


def test_an_unlisted_label_is_told_with_its_code(tmp_path: Path) -> None:
    good, _, source = read(download(tmp_path, row_of(Product="Carbon credit")))

    code = received(good[0]).issues[0].product_code
    assert source.unlisted == {("product", "Carbon credit"): code}
    assert source.unlisted_at == {("product", "Carbon credit"): 2}
