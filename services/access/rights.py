"""The roles that a key may have, and which of them may read what: one table for every door."""

from typing import Literal, get_args

StaffRole = Literal[
    "handler",
    "investigator",
    "approver",
    "reviewer",
    "action_owner",
    "management_representative",
    "top_management",
    "privacy_officer",
    "policy_owner",
    "auditor",
    "system",
]
PartyRole = Literal["party", "representative"]
ServiceRole = Literal["monitor", "subscriber"]
Role = StaffRole | PartyRole | ServiceRole
ROLES: tuple[StaffRole, ...] = get_args(StaffRole)
"""The roles of those who work here, the system among them."""
PARTY_ROLES: tuple[PartyRole, ...] = get_args(PartyRole)
"""The roles of those outside, each with a key for one complaint."""
SERVICE_ROLES: tuple[ServiceRole, ...] = get_args(ServiceRole)
"""The roles of programs: they read how Plaint is and how far its views are, and no complaint."""
KEY_ROLES: tuple[Role, ...] = (*ROLES, *SERVICE_ROLES, *PARTY_ROLES)

KINDS: dict[str, Literal["system", "party"]] = {
    **dict.fromkeys(("system", *SERVICE_ROLES), "system"),
    **dict.fromkeys(PARTY_ROLES, "party"),
}
"""What whoever has the role is, if they are no staff."""

ONE_COMPLAINT: tuple[Role, ...] = (*ROLES, *PARTY_ROLES)
"""Who reads a complaint without what is sealed; a party only its own."""
OPENERS: tuple[Role, ...] = ("handler", "approver", "auditor")
"""Who opens what is sealed in a complaint."""
DOCUMENT_READERS: tuple[Role, ...] = (
    *("handler", "investigator", "approver"),
    *("reviewer", "privacy_officer", "auditor"),
    *PARTY_ROLES,
)
"""Who reads documents; a party those that they brought or were sent."""
COMPARERS: tuple[Role, ...] = (
    *("handler", "investigator", "approver", "reviewer"),
    *("management_representative", "privacy_officer"),
)
"""Who is told of likely duplicates."""
WITNESSES: tuple[Role, ...] = ("handler", "approver", "privacy_officer", "auditor")
"""Who reads the certificate of an erasure."""
WATCHERS: tuple[Role, ...] = (*ROLES, "monitor")
"""Who reads health and metrics."""
FOLLOWERS: tuple[Role, ...] = (*ROLES, *SERVICE_ROLES)
"""Who reads how far the views are."""
