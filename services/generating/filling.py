"""A step of a plan as a command: who gives it, and the ids that it means."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from domain.complaint.state import Complaint
from domain.values import Actor
from services.generating.steps import Id

STAFF = UUID("6a0d6c9e-2c53-5b7e-8a3b-0f5d1f1f7a42")
"""The namespace of staff whom there is not."""


def member_of_staff(role: str, number: int) -> Actor:
    """One of the staff, by role and number; the same in every plan."""
    return Actor(kind="staff", id=uuid5(STAFF, f"{role} {number}"), role=role)


def filled(body: Any, complaint: Complaint | None, ids: Mapping[int, UUID]) -> Any:
    """A body with the ids that it means. ids: of the plan's complaints, by their numbers."""
    if isinstance(body, Id):
        if body.of == "complaint":
            return ids[body.number]
        if body.of == "staff":
            return member_of_staff("handler", body.number).id
        return list(getattr(complaint, body.of))[body.number]
    if isinstance(body, Mapping):
        return {name: filled(value, complaint, ids) for name, value in body.items()}
    if isinstance(body, list):
        return [filled(value, complaint, ids) for value in body]
    return body
