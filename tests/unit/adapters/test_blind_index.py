"""Contact details are alike however they are written, and nothing of them can be read."""

import pytest

from adapters.blind_index import Detail, details_of, digests
from domain.complaint.events import Contact

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
ADA = Contact(
    name="Ada Lovelace",
    email="Ada@Example.ORG",
    phone="+44 (0)20 7946 0958",
    postal_code="SW1Y 4JH",
)


def of(contact: Contact | None = None, product: str | None = None) -> dict[str, str]:
    return {one.kind: one.text for one in details_of(contact, product)}


def test_what_is_compared_of_a_contact_and_a_product() -> None:
    assert of(ADA, "Policy 12-34 A") == {
        "email": "ada@example.org",
        "phone": "79460958",
        "name_and_postal_code": "ada lovelace\nsw1y4jh",
        "product_reference": "policy1234a",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Contact(email=" ada@example.org"), Contact(email="ADA@EXAMPLE.ORG")),
        (Contact(email="Ada <ada@example.org>"), Contact(email="mailto:ada@exa\u200bmple.org")),
        (Contact(phone="020 7946 0958"), Contact(phone="0044 20 7946 0958")),
        (Contact(phone="+49 30 901820"), Contact(phone="030-901820")),
        (Contact(phone="+49 30/901820"), Contact(phone="030 901820 Durchwahl 17")),
        (Contact(phone="020 7946 0958 ext 12"), Contact(phone="020 7946 0958 x34")),
        (Contact(phone="020 7946 0958;ext=12"), Contact(phone="020 7946 0958#7")),
        (Contact(phone="۰۲۱۸۸۷۷۶۶۵۵"), Contact(phone="٠٢١٨٨٧٧٦٦٥٥")),
        (Contact(phone="۰۲۱۸۸۷۷۶۶۵۵"), Contact(phone="021 8877 6655 داخلي ۱۲")),
        (
            Contact(name="علي كريمي", postal_code="١٢٣٤٥٦٧"),
            Contact(name="علی کریمی", postal_code="1234567"),
        ),
        (
            Contact(name="محمــد رضا\u200cیی", postal_code="۱۲۳۴۵"),
            Contact(name="محمد رضایی", postal_code="12345"),
        ),
        (
            Contact(name="Müller, Eva", postal_code="D-10115"),
            Contact(name="EVA MULLER", postal_code="d 10115"),
        ),
        (
            Contact(name="Café 1", postal_code="75001"),
            Contact(organisation="cafe 1", postal_code="75001"),
        ),
    ],
    ids=[
        *(
            "email",
            "email as programs write it",
            "phone",
            "short phone",
            "slash",
            "extensions",
            "more extensions",
        ),
        *("Persian and Arabic digits", "extension in Arabic", "Arabic letters", "strokes"),
        *("name", "organisation"),
    ],
)
def test_the_same_detail_is_alike_however_it_is_written(one: Contact, other: Contact) -> None:
    assert details_of(one) == details_of(other) != []


@pytest.mark.parametrize(
    "contact",
    [
        Contact(email="at the shop"),
        Contact(phone="ext. 12"),
        Contact(name="Ada Lovelace"),
        Contact(name="...", postal_code="SW1Y 4JH"),
        Contact(postal_code="SW1Y 4JH"),
    ],
    ids=["no address", "no number", "no place", "no name", "place alone"],
)
def test_what_says_too_little_is_not_compared(contact: Contact) -> None:
    assert details_of(contact, "12") == []


def test_a_detail_is_a_digest_of_sixteen_octets_under_the_key() -> None:
    (under,) = digests(KEY, "main", [Detail("email", "ada@example.org")])
    assert len(under.octets) == 16
    assert digests(KEY, "main", [Detail("email", "ada@example.org")]) == [under]
    assert digests(OTHER_KEY, "main", [Detail("email", "ada@example.org")]) != [under]


def test_equal_signs_of_two_kinds_or_two_legal_entities_are_two_things() -> None:
    (phone,) = digests(KEY, "main", [Detail("phone", "79460958")])
    (product,) = digests(KEY, "main", [Detail("product_reference", "79460958")])
    (elsewhere,) = digests(KEY, "other", [Detail("phone", "79460958")])
    assert len({phone.octets, product.octets, elsewhere.octets}) == 3


@pytest.mark.parametrize(
    "both",
    [
        "+44 20 7946 1001 / +44 161 496 1001",
        "020 7946 1001 or 0161 496 1001",
        "+44 20 7946 1001 +44 161 496 1001",
        "home 020 7946 1001 work 0161 496 1001 ext 7",
        "020 7946 1001 x3; 0161 496 1001",
        "020 7946 1001\n0161 496 1001",
    ],
)
def test_each_of_several_numbers_is_known(both: str) -> None:
    found = [one.text for one in details_of(Contact(phone=both))]
    assert found == ["79461001", "14961001"]
