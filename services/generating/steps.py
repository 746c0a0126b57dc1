"""What a plan is made of: who gives which command on which complaint, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

GENERATED = "generated"
"""The legal entity of complaints that are made up: on each of them, and for ever."""


@dataclass(frozen=True, slots=True)
class Id:
    """An id that the record gives only then: of the so-manieth thing of a complaint.

    of: an attribute of the complaint, such as remedies; or complaint, for one of the plan's own.
    """

    of: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of a plan. complaint: its number in the plan, and ~number of one that
    was split off it or joins it. by: role and number of staff.

    The first step of a complaint begins it. body: the command's fields; some are an Id.
    """

    at: datetime
    complaint: int
    command: str
    by: tuple[str, int]
    body: Mapping[str, Any] = field(default_factory=dict)
