"""What a person types becomes the plain values that a command's model takes."""

import io
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import Field

from domain.decision_context import Command
from domain.values import Code, Money, Value, VisibleText, When
from services.cli.entering import entered, money, object_of, read_source, read_text, when
from services.cli.exits import Unfit
from services.cli.options import entries, read_off
from services.cli.shorthand import Known

FIRST = UUID("11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
OTHER = UUID("22222222-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
KNOWN = Known("Europe/London", {1: FIRST, 2: OTHER}, frozenset({str(FIRST), str(OTHER)}))


class Thing(Value):
    """A nested part."""

    category_code: Code = "unclassified"
    product_code: Code | None = None
    occurred: When | None = None
    money: Money | None = None


class Report(Command):
    """A command with a field of every form."""

    narrative: VisibleText
    issues: tuple[Thing, ...] = ()
    issue_ids: tuple[UUID, ...] = ()
    severity_code: Literal["low", "high"] | None = None
    is_safety: bool | None = None
    occurred: When | None = None
    due_on: date | None = None
    level: Annotated[int | None, Field(ge=1)] = None
    money: Money | None = None


def report(**given: object) -> Report:
    """The command of what was typed for its fields."""
    options = {entry.field: entry for entry in entries(Report)}
    body = {name: options[name].value(value, KNOWN) for name, value in given.items()}
    return read_off(Report, body)


def test_options_are_named_by_their_fields_in_the_singular_and_without_code() -> None:
    """``issues`` → ``--issue``; what is required comes first, what is common to all last."""
    assert [entry.option for entry in entries(Report)] == [
        "--narrative",
        "--issue",
        "--issue-id",
        "--severity",
        "--safety",
        "--due-on",
        "--level",
        "--money",
        "--occurred",
    ]


def test_a_part_that_is_named_twice_is_refused() -> None:
    """Also where one of the names is shortened: none of two values may vanish."""
    with pytest.raises(Unfit, match="names category_code twice"):
        report(narrative="x", issues=["category=delivery,cat=billing"])


def test_a_nested_part_is_typed_as_names_and_values() -> None:
    """A name may be shortened as long as it is the only one that begins so."""
    made = report(narrative="x", issues=["category=delivery,prod=bike,occurred=2026-03-01"])
    (issue,) = made.issues
    expected = When(on=date(2026, 3, 1), zone="Europe/London")
    assert (issue.category_code, issue.product_code, issue.occurred) == (
        "delivery",
        "bike",
        expected,
    )


def test_a_nested_part_is_typed_as_json_too() -> None:
    """Values with commas need it."""
    (issue,) = report(narrative="x", issues=['{"category_code": "delivery"}']).issues
    assert issue.category_code == "delivery"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("2026-03-05", {"on": "2026-03-05", "zone": "Europe/London"}),
        ("2026-07-05T09:30", {"at": "2026-07-05T09:30:00+01:00", "zone": "Europe/London"}),
        ("2026-03-05T09:30:00Z", {"at": "2026-03-05T09:30:00+00:00", "zone": "Europe/London"}),
        ("2026-03-05[Asia/Tokyo]", {"on": "2026-03-05", "zone": "Asia/Tokyo"}),
        ("unknown", {"unknown": True}),
    ],
)
def test_a_time_is_a_day_a_local_time_an_instant_or_unknown(word: str, expected: object) -> None:
    """Times without a zone are meant in the installation's."""
    assert when(word, "Europe/London") == expected


@pytest.mark.parametrize("word", ["5 March", "2026-13-01T00:00", "2026-03-05T09:30[Mars/Base]"])
def test_what_is_no_time_is_refused_with_the_forms_there_are(word: str) -> None:
    """The sentence shows how to write one."""
    with pytest.raises(Unfit, match="write 2026-03-05"):
        when(word, "Europe/London")


@pytest.mark.parametrize("word", ["120.50 GBP", "GBP 120.50", "120.50GBP"])
def test_money_is_an_amount_with_its_currency_in_either_order(word: str) -> None:
    """The amount stays text, never a float."""
    assert money(word) == {"amount": "120.50", "currency": "GBP"}


def test_an_amount_without_currency_is_refused() -> None:
    """Which currency is never guessed."""
    with pytest.raises(Unfit, match="currency"):
        money("120.50")


def test_an_issue_is_named_by_its_number_and_anything_by_its_first_characters() -> None:
    """Numbers and short ids are looked up in the complaint itself."""
    assert report(narrative="x", issue_ids=["1", "2222"]).issue_ids == (FIRST, OTHER)


@pytest.mark.parametrize(("word", "told"), [("3", "no issue 3"), ("9999", "no id of this")])
def test_an_id_that_the_complaint_does_not_name_is_refused(word: str, told: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Unfit, match=f"--issue-id: .*{told}"):
        report(narrative="x", issue_ids=[word])


def test_faults_of_a_body_name_the_options_as_they_are_typed() -> None:
    """Not the model's fields, which nobody typed."""
    with pytest.raises(Unfit) as caught:
        read_off(Report, {"level": 0, "issues": [{"category_code": "No Code"}]})
    told = str(caught.value)
    assert "--narrative is required" in told
    assert "--level: Input should be greater than or equal to 1" in told
    assert "--issue no. 1 category_code: " in told


def test_a_name_that_no_part_has_is_refused_with_those_there_are() -> None:
    """The sentence lists the parts."""
    with pytest.raises(Unfit, match="'colour' is not one of category_code, product_code"):
        report(narrative="x", issues=["colour=red"])


def test_a_text_is_read_from_a_file_where_it_begins_with_an_at_sign(
    tmp_path: object,
) -> None:
    """So that a complainant's words need not stand in the shell's history."""
    path = f"{tmp_path}/words"
    with open(path, "w", encoding="utf-8") as file:
        file.write("Straße gesperrt\n")
    assert report(narrative=f"@{path}").narrative == "Straße gesperrt"
    assert read_text("@@home") == "@home"


def test_a_word_for_a_plain_type_is_left_to_the_model() -> None:
    """Codes, numbers and days have their rules there."""
    assert entered(int, "7", field="level", known=KNOWN) == "7"


@pytest.mark.parametrize("where", ["@-", "@{}"])
def test_a_byte_order_mark_in_a_file_of_words_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    octets, file = b"\xef\xbb\xbfThe kettle\r\nis \xc3\xbc\n", tmp_path / "n.txt"
    file.write_bytes(octets)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(octets), encoding="latin-1"))
    assert read_text(where.format(file)) == "The kettle\nis ü"


def test_a_byte_order_mark_in_a_file_of_json_is_ignored(tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(b'\xef\xbb\xbf{"narrative": "x"}')
    assert object_of(read_source(str(file))) == {"narrative": "x"}


def test_a_file_that_is_not_in_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_bytes("größer".encode("utf-16"))
    with pytest.raises(Unfit, match="not text in UTF-8"):
        read_text(f"@{file}")


def test_a_local_time_that_clocks_leave_out_or_show_twice_is_not_guessed() -> None:
    with pytest.raises(Unfit, match="never comes in Europe/London"):
        when("2027-03-28T01:30", "Europe/London")
    with pytest.raises(Unfit, match=r"comes twice .* give the offset, 2027-10-31T01:30:00\+01:00"):
        when("2027-10-31T01:30", "Europe/London")
    given = when("2027-10-31T01:30:00+00:00[Europe/London]", "UTC")
    assert given == {"at": "2027-10-31T01:30:00+00:00", "zone": "Europe/London"}


def test_a_field_that_is_named_twice_loses_no_text() -> None:
    with pytest.raises(Unfit, match="names a field twice"):
        object_of('{"note": "one", "note": "two"}')
