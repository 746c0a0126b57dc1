"""Every command goes through here: most record facts, and some do what their facts order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from domain.complaint.events import StaffExcluded
from domain.complaint.state import Complaint
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.erasing import Erasures
from services.commands.remarks import remarks_of, remarks_on, requests_of
from services.commands.removals import Removals

REMOVALS = ("remove_sealed_content", "grant_approval")
"""What may order that content is destroyed."""
EXCLUDING = ("exclude_staff", "merge_complaint")
"""What may keep out the last of those who judge, so that it has to know who works here."""


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
        """That nobody is known by the id that was excluded, which may be mistyped."""
        excluded = [one for one in result.events if isinstance(one.event, StaffExcluded)]
        if not excluded:
            return ()
        known = {*await self._staff.roles(), *(one.actor.id for one in excluded)}
        return tuple(
            f"nobody has a key as {one.event.staff}: `plaint key list` shows each person's id"
            for one in excluded
            if isinstance(one.event, StaffExcluded) and one.event.staff not in known
        )

    async def _run(self, request: CommandRequest) -> CommandResult:
        if request.name in REMOVALS:
            return await self._removals.run(request)
        return await self._erasures.run(request)
