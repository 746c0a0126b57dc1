"""Who appears in the stories."""

from typing import Any
from uuid import UUID, uuid5

from domain.values import Actor

NAMES = UUID("7b1c5a56-7f6b-5f43-9d06-3f2a4c9d1e01")


def staff(role: str, name: str = "", unit: str | None = None) -> Actor:
    """A member of staff; another name is another person."""
    return Actor(kind="staff", id=uuid5(NAMES, f"{role} {name}"), role=role, unit=unit)


HANDLER = staff("handler", unit="north")
COLLEAGUE = staff("handler", "colleague", unit="south")
INVESTIGATOR = staff("investigator")
APPROVER = staff("approver")
SECOND_APPROVER = staff("approver", "second")
REVIEWER = staff("reviewer")
MANAGEMENT = staff("management_representative")
PRIVACY_OFFICER = staff("privacy_officer")
OWNER = staff("handler", "the only one")

ADA = {"name": "Ada Byron", "email": "ada@example.org"}
GRACE = {"name": "Grace Hopper", "email": "grace@example.org"}
ADVICE = {"name": "Citizens' advice", "phone": "020 7946 0000"}

OMBUDSMAN = [{"kind": "external", "body_code": "ombudsman"}]
REVIEW_THEN_OMBUDSMAN = [{"kind": "internal"}, *OMBUDSMAN]
BY_PHONE: dict[str, Any] = {"means_code": "phone"}
BY_LETTER: dict[str, Any] = {"means_code": "letter"}


def pounds(amount: str) -> dict[str, str]:
    """An amount of money."""
    return {"amount": amount, "currency": "GBP"}


def refund(amount: str) -> dict[str, Any]:
    """A refund as a command asks for it."""
    return {"kind_code": "refund", "money": pounds(amount)}
