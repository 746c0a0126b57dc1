"""What the single columns of a CFPB row mean: days, yes and no, states, names of groups."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from domain.complaint.lifecycle import State
from domain.values import When, is_visible

ZONE = "America/New_York"
"""Where the bureau sits: its days are this zone's days."""

ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T12:00:00(?:[+-]\d{2}:\d{2}|Z))?", re.ASCII)
TIMED_DAY = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII)
AMERICAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
NOTHING = ("", "N/A", "None")
"""How the layouts write that a column says nothing: by turns, and in any column."""
ALSO_NOTHING = frozenset({"n/a", "none", "null", "nan"})
"""The same as programs write it on the way."""
LONGEST = max(map(len, ALSO_NOTHING))
CENTURY = 2000
"""Of a year in two digits: the bureau took its first complaint in 2011."""
PLAUSIBLE_YEARS = range(2000, 2100)

CLOSED: State = "CLOSED"
OPEN: State = "RECEIVED"
STATES: dict[str, State] = {
    "": OPEN,
    "Untimely response": OPEN,
    "In progress": "INVESTIGATING",
    "Closed": CLOSED,
    "Closed with explanation": CLOSED,
    "Closed with monetary relief": CLOSED,
    "Closed with non-monetary relief": CLOSED,
    "Closed with relief": CLOSED,
    "Closed without relief": CLOSED,
}
"""The state that a company's response asserts.

In progress: the company told the consumer that it is working on it. Untimely response: the time is
over and it has not answered, so nothing is known to have happened since the receipt.
"""


class BadValue(ValueError):
    """A column holds what it can not mean."""


@lru_cache(maxsize=8192)
def day(name: str, text: str) -> When:
    """A day as the layouts write it: 7/29/2013, 07/29/13, 2023-06-14, or with the noon filler.

    Raises BadValue for anything else: another time of the day might belong to another day.
    """
    if found := ISO_DAY.fullmatch(text):
        year, month, day_of_month = map(int, found.groups())
    elif found := AMERICAN_DAY.fullmatch(text):
        month, day_of_month, year = map(int, found.groups())
        year += CENTURY if len(found[3]) == 2 else 0
    else:
        raise _no_day(name, text)
    if year not in PLAUSIBLE_YEARS:
        raise _no_day(name, text)
    try:
        return When(on=date(year, month, day_of_month), zone=ZONE)
    except ValueError:
        raise _no_day(name, text) from None


def _no_day(name: str, text: str) -> BadValue:
    if TIMED_DAY.fullmatch(text):
        return BadValue(
            f"{name} has a time of the day ({text[:40]!r}): only noon is taken, with which the "
            "bureau fills it in, since another may be of another day there: write the day alone"
        )
    return BadValue(
        f"{name} is no day ({text[:40]!r}): it has to read like 7/29/2013, 07/29/13, "
        "2013-07-29 or 2013-07-29T12:00:00-05:00, "
        f"from {PLAUSIBLE_YEARS[0]} to {PLAUSIBLE_YEARS[-1]}"
    )


def meant(fields: Mapping[str, str]) -> dict[str, str]:
    """The columns of a row that say something, without the blanks around it."""
    said = ((name, text.strip()) for name, text in fields.items())
    return {name: text for name, text in said if text and not _says_nothing(text)}


def _says_nothing(text: str) -> bool:
    return not is_visible(text) or (len(text) <= LONGEST and text.lower() in ALSO_NOTHING)


def not_later(name: str, on: When, today: date) -> When:
    """A day that has come. Raises BadValue for one that has not."""
    if on.on is not None and on.on > today:
        raise BadValue(f"{name} has not come yet ({on.on}): nothing is recorded before it happens")
    return on


def yes_or_no(name: str, text: str) -> bool | None:
    """A judgement that the source gives, None where it was not asked. Raises BadValue."""
    if not text:
        return None
    if text not in ("Yes", "No"):
        raise BadValue(f"{name} is neither Yes nor No ({text[:40]!r}): one of them, or blank")
    return text == "Yes"


def known_state(response: str) -> State:
    """What a company's response says about the complaint, disputed or not.

    Raises BadValue for a response that is not in the list: its state would be a guess.
    """
    try:
        return STATES[response]
    except KeyError:
        raise BadValue(
            f"company response is not one of the CFPB's ({response[:60]!r}): "
            f"one of {', '.join(filter(None, STATES))}"
        ) from None


def source_id(text: str) -> str:
    """The bureau's own number of the complaint, which begins with no zero.

    Raises BadValue: it is public, so digits only.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and text.strip("0")):
        raise BadValue(f"complaint id is no number ({text[:40]!r}): 1 to 18 digits, not all zeros")
    return text.lstrip("0")


def groups(tags: str) -> tuple[str, ...] | None:
    """The groups that a complainant belongs to, such as ("Older American", "Servicemember")."""
    return tuple(tag.strip() for tag in tags.split(",") if tag.strip()) or None
