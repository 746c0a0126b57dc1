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
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.erasing import Erasures
from services.commands.remarks import remarks_of, remarks_on, requests_of
from services.commands.removals import Removals

REMOVALS = ("remove_sealed_content", "grant_approval")
"""What may order that content is destroyed."""
EXCLUDING = ("exclude_staff", "merge_complaint")
"""What may keep out the last of those who judge, so that it has to know who works here."""
NAMING_STAFF: Mapping[type[DomainEvent], str] = {
    StaffExcluded: "staff",
    ComplaintAssigned: "handler",
    InvestigationOpened: "investigator",
    ActionPlanned: "owner",
}
"""In which field somebody who works here is named."""


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
        unknown = await self._unknown(result)
        return replace(result, remarks=(*result.remarks, *asked_for, *on_times, *moved, *unknown))

    async def _unknown(self, result: CommandResult) -> tuple[str, ...]:
        """That nobody is known by an id that was named, which may be mistyped."""
        named = {
            getattr(one.event, NAMING_STAFF[type(one.event)]): None
            for one in result.events
            if type(one.event) in NAMING_STAFF
        }
        others = [one for one in named if one not in {each.actor.id for each in result.events}]
        known = await self._staff.roles() if others else {}
        return tuple(
            f"nobody has a key as {one}: `plaint key list` shows each person's id"
            for one in others
            if one not in known
        )

    async def _run(self, request: CommandRequest) -> CommandResult:
        if request.name in REMOVALS:
            return await self._removals.run(request)
        return await self._erasures.run(request)
