"""Every command goes through here: most record facts, and some do what their facts order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from domain.complaint.events import (
    ActionPlanned,
    ComplaintAssigned,
    InvestigationOpened,
    StaffExcluded,
)
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.roles import INQUIRY, OWNERS, STAFF
from services.access.rights import ROLES
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.erasing import Erasures
from services.commands.remarks import remarks_of, remarks_on, requests_of
from services.commands.removals import Removals

REMOVALS = ("remove_sealed_content", "grant_approval")
"""What may order that content is destroyed."""
EXCLUDING = ("exclude_staff", "merge_complaint")
"""What may keep out the last of those who judge, so that it has to know who works here."""
NAMING_STAFF: Mapping[type[DomainEvent], tuple[str, frozenset[str]]] = {
    StaffExcluded: ("staff", frozenset(ROLES)),
    ComplaintAssigned: ("handler", INQUIRY),
    InvestigationOpened: ("investigator", INQUIRY),
    ActionPlanned: ("owner", STAFF | OWNERS),
}
"""In which field somebody who works here is named, and which roles have a part in that work."""

NOBODY: frozenset[str] = frozenset()


class Staff(Protocol):
    """Who works here."""

    async def roles(self) -> Mapping[UUID, frozenset[str]]:
        """The roles of everybody who has a key in force."""


class Carrying:
    """Runs any command on an installation."""

    def __init__(self, removals: Removals, erasures: Erasures, staff: Staff) -> None:
        self._removals = removals
        self._erasures = erasures
        self._staff = staff

    async def run(self, request: CommandRequest) -> CommandResult:
        """Carry out a command; what it records and orders is done when this returns.

        Raises what CommandService.run raises.
        """
        if request.name in EXCLUDING:
            request = replace(request, staff_roles=await self._staff.roles())
        result = await self._run(request)
        if not isinstance(result.state, Complaint):
            return result
        on_times = remarks_on(request.field_values, zone=result.state.zone)
        if request.actor.kind == "party":
            # How the work inside stands is none of theirs (4.9).
            return replace(result, remarks=(*result.remarks, *on_times))
        moved = remarks_of(result.state, result.events)
        asked_for = requests_of(result.state, result.events)
        unfit = await self._unfit(result)
        return replace(result, remarks=(*result.remarks, *asked_for, *on_times, *moved, *unfit))

    async def _unfit(self, result: CommandResult) -> list[str]:
        """That an id may be mistyped: it is nobody's who is known, or has no part in that work."""
        acting = {each.actor.id for each in result.events}
        named = {
            getattr(one.event, field): (field, roles)
            for one in result.events
            for field, roles in [NAMING_STAFF.get(type(one.event), ("", NOBODY))]
            if field and getattr(one.event, field) not in acting
        }
        known = await self._staff.roles() if named else {}
        said = (_said_of(one, known.get(one, NOBODY), *part) for one, part in named.items())
        return [remark for remark in said if remark]

    async def _run(self, request: CommandRequest) -> CommandResult:
        if request.name in REMOVALS:
            return await self._removals.run(request)
        return await self._erasures.run(request)


def _said_of(named: UUID, held: frozenset[str], field: str, roles: frozenset[str]) -> str | None:
    if not held:
        return f"nobody has a key as {named}: `plaint key list` shows each person's id"
    if not roles.isdisjoint(held):
        return None
    return (
        f"{named} has keys only as {', '.join(sorted(held))}, and named in {field} is whoever has "
        f"one as {', '.join(sorted(roles))}: `plaint key list` shows each person's id"
    )
