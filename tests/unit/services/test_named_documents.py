"""All documents of a record are held at once by whoever checks them, so each takes little room."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from services.verification.check_documents import named_documents

EXAMPLE = Path(__file__).parents[2] / "golden" / "events" / "DocumentAttached.v1.json"
DOCUMENTS, AT_A_TIME, OCTETS_OF_EACH = 2_000, 100, 1_000


class Attachments:
    """The pages of a record in which a document is attached at each position."""

    def of_types(self, _types: object, head: int) -> Iterator[list[tuple[int, bytes]]]:
        event = json.loads(json.loads(EXAMPLE.read_text())["public"])
        for first in range(1, head, AT_A_TIME):
            yield [(at, _public(event, at)) for at in range(first, first + AT_A_TIME)]


def _public(event: dict[str, Any], position: int) -> bytes:
    data = event["data"] | {"document_id": str(UUID(int=position))}
    return json.dumps(event | {"event_id": str(UUID(int=position)), "data": data}).encode()


def test_what_is_known_of_a_document_is_no_whole_event() -> None:
    pages: Any = Attachments()
    tracemalloc.start()
    try:
        named = named_documents(pages, DOCUMENTS)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [one.position for one in named.values()] == list(range(1, DOCUMENTS + 1))
    assert held / DOCUMENTS < OCTETS_OF_EACH
