"""Codes: one for each exact label, the same everywhere, and never of free text."""

import re
from collections import Counter
from typing import cast

import pytest

from adapters.cfpb.taxonomy import Entry, Kind, NoLabel, Taxonomy, slug, suffixed

CODE = re.compile(r"[a-z][a-z0-9_]{0,79}")


def listed() -> list[Entry]:
    shipped = Taxonomy.shipped()
    return [
        Entry(kind, code, label)
        for kind, labels in shipped._labels.items()
        for code, label in labels.items()
    ]


def test_every_listed_code_is_the_slug_or_the_slug_with_the_label_s_digest() -> None:
    entries = listed()
    slugs = Counter((entry.kind, slug(entry.kind, entry.label)) for entry in entries)

    assert len(entries) == 1122
    for kind, code, label in entries:
        alone = slugs[kind, slug(kind, label)] == 1 and len(slug(kind, label)) <= 80
        assert code == (slug(kind, label) if alone else suffixed(kind, label))
        assert CODE.fullmatch(code)
        assert alone == (not re.search(r"_[0-9a-f]{8}$", code))


@pytest.mark.parametrize(
    ("kind", "label", "code"),
    [
        ("product", "Mortgage", "mortgage"),
        ("issue", "Customer service / Customer relations", None),
        ("issue", "Customer service/Customer relations", None),
        ("company", "1st Franklin Financial Corporation", None),
        ("channel", "Web Referral", "web_referral"),
        ("response", "Closed with non-monetary relief", "closed_with_non_monetary_relief"),
    ],
)
def test_a_label_and_its_code_lead_to_each_other(kind: Kind, label: str, code: str | None) -> None:
    taxonomy = Taxonomy.shipped()
    given = taxonomy.code(kind, label)

    assert code in (None, given)
    assert taxonomy.label(kind, given) == label
    assert not taxonomy.unlisted


def test_labels_that_differ_in_a_space_a_comma_or_a_capital_have_codes_of_their_own() -> None:
    taxonomy = Taxonomy.shipped()
    alike: list[tuple[Kind, str, str]] = [
        ("issue", "Customer service / Customer relations", "Customer service/Customer relations"),
        (
            "issue",
            "Overdraft, savings or rewards features",
            "Overdraft, savings, or rewards features",
        ),
        ("company", "Wells Fargo & Company", "WELLS FARGO & COMPANY"),
        ("company", "Not listed  Inc", "Not listed Inc"),
    ]

    for kind, one, other in alike:
        assert slug(kind, one) == slug(kind, other)
        assert taxonomy.code(kind, one) != taxonomy.code(kind, other)


def test_an_unlisted_label_has_the_same_code_whatever_was_met_before() -> None:
    one, other = Taxonomy.shipped(), Taxonomy.shipped()
    other.code("company", "Somebody Else LLC")

    code = one.code("company", "New Lender, Inc.")

    assert code == other.code("company", "New Lender, Inc.") == "new_lender_inc_bf13b2bb"
    assert one.unlisted == {("company", "New Lender, Inc."): code}
    assert one.label("company", code) == "New Lender, Inc."


@pytest.mark.parametrize("label", ["銀行", "24/7", "x" * 160, "-", "Ünïted\u00a0Bank"])
def test_any_label_has_a_code_of_the_form_that_the_record_asks_for(label: str) -> None:
    assert CODE.fullmatch(Taxonomy.shipped().code("company", label))


@pytest.mark.parametrize(
    "label",
    ["Credit\u00a0card", "Credit card\u200b", "\u202eCredit card", "CREDIT  CARD", "Ｃredit card"],
)
def test_a_label_that_looks_like_a_listed_one_has_its_code(label: str) -> None:
    taxonomy = Taxonomy.shipped()
    assert taxonomy.code("product", label) == "credit_card"
    assert not taxonomy.unlisted


def test_labels_that_look_alike_are_one_also_where_none_is_listed() -> None:
    taxonomy = Taxonomy.shipped()
    code = taxonomy.code("company", "New Lender, Inc.")
    assert taxonomy.code("company", "New\u00a0Lender,\u200b Inc.") == code
    assert [*taxonomy.unlisted] == [("company", "New Lender, Inc.")]


def test_every_listed_label_has_its_own_code() -> None:
    """However many look alike: what is stored of them is stored for ever."""
    taxonomy = Taxonomy.shipped()
    for kind, code, label in listed():
        assert taxonomy.code(cast(Kind, kind), label) == code


@pytest.mark.parametrize("text", ["", "  ", "x" * 161, "two\nlines", "two\u2028lines"])
def test_text_that_is_no_label_gets_no_code(text: str) -> None:
    with pytest.raises(NoLabel, match="one line of 1 to 160 characters"):
        Taxonomy.shipped().code("issue", text)


def test_a_list_with_one_code_for_two_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="listed twice"):
        Taxonomy([Entry("issue", "a", "A"), Entry("issue", "a", "a")])
