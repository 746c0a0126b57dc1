"""Builds what letters are written with, for the doors that write them."""

from services import wiring
from services.correspondence.choosing import Templates
from services.correspondence.writing import House, Letters, Noted
from services.queries.queries import Questions
from services.wiring import Installation


def letters_of(parts: Installation, noted: Noted) -> Letters:
    """The letters of an installation. noted: logs a read as one of this door.

    Raises BadTemplate.
    """
    settings = parts.settings
    return Letters(
        Questions(parts),
        wiring.documents(parts),
        parts.policies,
        house=House(settings.organisation, settings.language),
        templates=Templates(settings.templates),
        noted=noted,
    )
