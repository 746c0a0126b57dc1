"""Who acts when nobody in person does: the system itself, its clock, its importer."""

from uuid import UUID, uuid5

from domain.values import Actor

SYSTEM_ACTORS = UUID("5b0a9a51-3f0e-5c55-9f0b-2f1f8f6f2a10")
"""The namespace of system actors: each one's id is the uuid5 of its role's code under it."""


def system_actor(code: str) -> Actor:
    """The part of the system with this role: ``system``, ``clock``, ``importer``, ``policy``."""
    return Actor(kind="system", id=uuid5(SYSTEM_ACTORS, code), role=code)


SYSTEM = system_actor("system")
"""Whoever records what follows from a fact by the rules alone."""
