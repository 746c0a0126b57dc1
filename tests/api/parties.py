"""A complaint with a complainant and a representative, and the keys of both."""

from dataclasses import dataclass
from uuid import UUID

import httpx

from services.queries.queries import Questions
from services.wiring import party_keys
from tests.api.conftest import House

ANY_VERSION = {"If-Match": "*"}
REPRESENTED = {
    "complainant": {"name": "Ada"},
    "representative": {"contact": {"name": "Sol"}, "authority_basis_code": "mandate"},
}


@dataclass(frozen=True)
class Known:
    """A complaint, its complainant and the representative."""

    house: House
    address: str
    reference: str
    complainant: UUID
    representative: UUID

    def reached(self, role: str = "handler", **headers: str) -> httpx.AsyncClient:
        """A client with the key of a role of staff."""
        return self.house.client(role, **ANY_VERSION, **headers)

    async def by_party(self, role: str) -> httpx.AsyncClient:
        """A client with a party's own key."""
        party_id = self.complainant if role == "party" else self.representative
        made = await party_keys(self.house.installation).new(
            role, complaint=self.address[-36:], party_id=party_id
        )
        client = self.house.client(None, **ANY_VERSION)
        client.headers["Authorization"] = f"Bearer {made.key}"
        return client


async def known_complaint(house: House) -> Known:
    """A complaint that was just received from a representative."""
    told = await house.received(**REPRESENTED)
    complaint_id = UUID(told["complaint_id"])
    now = await Questions(house.installation).complaint(complaint_id)
    party_id, to = now.complaint.party_id, now.complaint.correspondence_to
    assert party_id and to
    return Known(house, f"/v1/complaints/{complaint_id}", told["reference"], party_id, to)
