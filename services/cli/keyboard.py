"""The person at the keyboard: a member of staff with a random id that stays with the data."""

from uuid import UUID

from adapters.clock import random_id
from adapters.local.folder import DataFolder
from domain.values import Actor

SECRET = "operator"


def person(folder: DataFolder, role: str) -> Actor:
    """Whoever uses the command line on this data folder, in the role that they act in.

    The id is made at the first use and kept in ``secrets/operator``; it says nothing about anyone.
    """
    kept = folder.read_secret(SECRET)
    if kept is None:
        folder.write_secret(SECRET, f"{random_id()}\n")
        kept = folder.read_secret(SECRET) or ""
    return Actor(kind="staff", id=UUID(kept.strip()), role=role)
