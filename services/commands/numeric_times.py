"""Numbers where a time is meant: as pydantic reads them, they would be seconds since 1970."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.values import Day, IllFormed, Instant

OF_TIMES = ("on", "at", "_on", "_at")
"""How the names of fields end that hold a day or an instant, and no other's."""
WRITTEN_OUT = "is no day or time: write it out, such as 2026-03-05 or 2026-03-05T09:30:00Z"


def is_epoch(name: str | int, value: Any) -> bool:
    """Whether a field of this name is given a number for its time, be it in quotes."""
    if not isinstance(name, str) or not (name in OF_TIMES[:2] or name.endswith(OF_TIMES[2:])):
        return False
    return is_number(value)


def is_number(value: Any) -> bool:
    """Whether this is a number, be it in quotes: whatever is a time has a dash in it."""
    if isinstance(value, str):
        return "-" not in value[1:]
    return isinstance(value, int | float)


def written(form: str, hint: str) -> BeforeValidator:
    """That a parameter's text has one form and no other that could be read too. hint: which."""
    of_this_form = re.compile(form, re.ASCII)

    def check(value: Any) -> Any:
        is_written = isinstance(value, str | int | float) and not isinstance(value, bool)
        if is_written and not of_this_form.fullmatch(str(value)):
            raise IllFormed(hint)
        return value

    return BeforeValidator(check)


TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
"""How people write whether something holds."""
DAY = r"\d{4}-\d\d-\d\d"
TIME = r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)"
DayWritten = Annotated[Day, written(DAY, "is no date: write it as 2026-03-05")]
InstantWritten = Annotated[
    Instant, written(f"{DAY}T{TIME}", "is no instant: write it as 2026-03-05T09:30:00Z")
]
"""A day and an instant as a parameter says them: ISO 8601, the instant with its offset."""
