"""A document attached over HTTP, and read again, as the tests of documents do it."""

from typing import Any
from uuid import UUID

import httpx

from domain.complaint.events import DocumentAttached
from services.queries.queries import Questions
from tests.api.conftest import CANARY, House

TITLE = f"Rechnung von {CANARY} – größer"
PDF = b"%PDF-1.7\n" + CANARY.encode() + b"\n" + bytes(range(256)) * 800
ANY = {"If-Match": "*", "Content-Type": "application/pdf"}


async def attached(office: House, here: str, content: bytes = PDF, **more: Any) -> httpx.Response:
    """What comes of attaching. more: headers, and parameters of the address."""
    headers = {**ANY, **more.pop("headers", {})}
    async with office.client() as client:
        return await client.post(f"{here}/documents", content=content, headers=headers, params=more)


async def read(office: House, address: str, role: str = "handler") -> httpx.Response:
    """What comes of reading."""
    async with office.client(role, Accept="application/pdf, */*;q=0.1") as client:
        return await client.get(address)


async def recorded(office: House, answer: httpx.Response) -> DocumentAttached:
    """The only document of the complaint that an answer is about, opened."""
    opened = await Questions(office.installation).opened(UUID(answer.json()["complaint_id"]))
    events = [one.recorded.event for one in opened.events]
    (event,) = [each for each in events if isinstance(each, DocumentAttached)]
    return event
