"""What only one stream may have, such as a reference, claimed by the command that began it."""

from collections.abc import Iterable
from uuid import UUID

from adapters import event_json
from adapters.postgres.pages import EventRow, Pages
from domain.registry import claims_of
from services.verification.check_results import Look


def check_claims(pages: Pages, page: Iterable[tuple[EventRow, UUID]], look: Look) -> None:
    """Look whether what a stream's first event claims is claimed. page: events, each by whom."""
    wanted = {
        claim: (row, command_id)
        for row, command_id in page
        if row.version == 1
        for claim in _claims(row)
    }
    look.checked += len(wanted)
    held = pages.claimed_by(wanted) if wanted else {}
    for claim, (row, command_id) in wanted.items():
        if held.get(claim) != command_id:
            by = f"command {command_id} of {row.type}, version 1 of {row.stream_id}"
            look.differ(row.position, f"the {claim[0]} is not claimed by {by}")


def _claims(row: EventRow) -> Iterable[tuple[str, str]]:
    """What an event claims; octets that are no event are told elsewhere."""
    try:
        event = event_json.recorded(row.public, row.position).event
    except event_json.Unreadable:
        return ()
    return claims_of(event, row.stream_kind)


def check_strays(pages: Pages, look: Look) -> None:
    """Look for claims that no stored command made."""
    unclaimed, kind = pages.stray_claims()
    if unclaimed:
        look.differs += unclaimed - 1
        look.differ(None, f"{unclaimed} claims, one of the kind {kind}, are of no stored command")
