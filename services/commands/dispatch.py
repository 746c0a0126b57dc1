"""Every command goes through here: most record facts, and some do what their facts order."""

from dataclasses import replace

from services import wiring
from services.commands.command_service import Asked, Done
from services.commands.remarks import remarks_of, remarks_on, requests_of
from services.wiring import Installation

REMOVALS = ("remove_sealed_content", "grant_approval")
"""What may order that content is destroyed."""


class Carrying:
    """Runs any command on an installation."""

    def __init__(self, parts: Installation) -> None:
        self._removals = wiring.removals(parts)
        self._erasures = wiring.erasures(parts)

    async def run(self, asked: Asked) -> Done:
        """Carry out a command; what it records and orders is done when this returns.

        Raises what Complaints.run raises.
        """
        done = await self._run(asked)
        if done.complaint is None:
            return done
        told = remarks_on(asked.told, zone=done.complaint.zone)
        moved = remarks_of(done.complaint, done.events)
        asked_for = requests_of(done.complaint, done.events)
        return replace(done, remarks=(*done.remarks, *asked_for, *told, *moved))

    async def _run(self, asked: Asked) -> Done:
        if asked.name in REMOVALS:
            return await self._removals.run(asked)
        return await self._erasures.run(asked)
