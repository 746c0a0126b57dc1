"""Keys at a terminal, without their secret part, each with whether it still lets anybody in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from rich.text import Text

from adapters.clock import now
from adapters.postgres.staff import StaffKey
from domain.values import instant_text
from services.access.party_keys import Part
from services.cli.terminal import print_table

OVER: Mapping[Part | None, str] = {"over": "part over", "nothing_held": "nothing held"}
"""How a party's key ends that nobody ended."""


def show(keys: Sequence[tuple[StaffKey, Part | None]]) -> None:
    """A table of keys, oldest first. The second of each: of a party's, whether their part is on."""
    heads = (
        *("prefix", "role", "unit", "label", "made", "expires"),
        *("last used", "ended", "person"),
    )
    print_table(heads, [_row(key, part) for key, part in keys], long=("person", "label", "unit"))


def _row(key: StaffKey, part: Part | None) -> tuple[str | Text, ...]:
    return (
        *(key.prefix, key.role, key.unit or "–", key.label or "–"),
        f"{_day(key.created_at)}{_by(key.made_by)}",
        *(_day(key.expires_at), str(key.last_used_on or "–")),
        Text(_ended(key, part), style="red"),
        str(key.principal_id),
    )


def _ended(key: StaffKey, part: Part | None) -> str:
    if key.revoked_at is not None:
        return f"revoked{_by(key.revoked_by)}"
    if key.expires_at is not None and key.expires_at <= now():
        return "replaced" if key.replaced_by else "expired"
    return OVER.get(part, "–")


def _by(whose: UUID | None) -> str:
    return f" by {whose.hex[:8]}" if whose else ""


def _day(at: datetime | None) -> str:
    return instant_text(at)[:10] if at else "–"


def plain(key: StaffKey) -> dict[str, Any]:
    """A key as programs read it, without its secret part."""
    return {
        "prefix": key.prefix,
        "principal": key.principal_id,
        "role": key.role,
        "unit": key.unit,
        "label": key.label,
        "created_at": key.created_at,
        "made_by": key.made_by,
        "expires_at": key.expires_at,
        "last_used_on": key.last_used_on,
        "replaced_by": key.replaced_by,
        "revoked_at": key.revoked_at,
        "revoked_by": key.revoked_by,
    }
