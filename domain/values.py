"""The small words that events are made of: times, money, people, codes."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

Topic = Literal["complaints", "management"]
"""Where the events of an aggregate are published."""

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Times outside these years are slips of the pen, and the ends of the calendar do not compute."""


def instant_text(at: datetime) -> str:
    """An instant as the record writes it: UTC, always six fractional digits, ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class IllFormed(ValueError):
    """A rule of form is broken. hint: what is right, which repeats nothing of the input.

    fault: what is wrong, which may repeat it.
    """

    def __init__(self, hint: str, *, fault: str = "") -> None:
        super().__init__(f"{fault}: {hint}" if fault else hint)
        self.hint = hint


def rule_in(message: str) -> str:
    """The rule that pydantic names as broken, without its word for the kind of error."""
    return message.removeprefix("Value error, ")


def _plausible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        hint = f"give one from {FIRST_YEAR} to {LAST_YEAR}"
        raise IllFormed(hint, fault=f"the year is {day.year}")
    return day


def _instant(at: datetime) -> datetime:
    _plausible(at)
    return at.astimezone(UTC)


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "use an IANA name such as Europe/London"
        raise IllFormed(hint, fault=f"unknown time zone {name!r}") from None


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_instant),
    PlainSerializer(instant_text, when_used="json"),
]
Day = Annotated[date, AfterValidator(_plausible)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=60_000)]
"""A text as the record holds it; what a person gives is held to more, see VisibleText."""
_UNSEEN = (
    r"\x00-\x20\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    r"\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
"""Spaces, controls, signs of format, what Unicode has ignored, and letters that are blank."""
VISIBLE = re.compile(
    rf"[^{_UNSEEN}\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def is_visible(text: str) -> bool:
    """Whether a text holds at least one sign that can be seen; nearly all begin with one."""
    return "!" <= text[:1] <= "~" or VISIBLE.search(text) is not None


def _must_be_visible(text: str) -> str:
    if not is_visible(text):
        raise PydanticCustomError(
            "nothing_visible", "holds no visible sign: write what is meant, or leave it out"
        )
    return text


SEEN = f"[^{_UNSEEN}]"
"""The same as a pattern for schemas."""
_SEEN = Field(json_schema_extra={"pattern": SEEN})
VisibleText = Annotated[Text, AfterValidator(_must_be_visible), _SEEN]
"""A text as a person gives it: at least one sign that can be seen."""


def _must_be_one_line(text: str) -> str:
    if text.splitlines() != [text]:
        raise PydanticCustomError("not_one_line", "holds a line break: write it in one line")
    return text


Title = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(_must_be_visible),
    AfterValidator(_must_be_one_line),
    _SEEN,
]
"""A text that something is called by, as a person gives it: one line."""


class Value(BaseModel):
    """A part of an event: frozen, closed to fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class When(Value):
    """The world's time of something: an instant, a day where only the day is known, or unknown."""

    at: Instant | None = None
    on: Day | None = None
    zone: Zone | None = None
    unknown: Literal[True] | None = None

    @model_validator(mode="after")
    def _is_one_of_three(self) -> Self:
        present = [self.at is not None, self.on is not None, self.unknown is not None]
        if sum(present) != 1 or (self.unknown is None) != (self.zone is not None):
            raise IllFormed("a time is {at, zone} or {on, zone} or {unknown: true}, one of them")
        return self

    @property
    def day(self) -> date | None:
        """The calendar day in the time's own zone, None when unknown."""
        if self.on is not None:
            return self.on
        if self.at is not None and self.zone is not None:
            return self.at.astimezone(ZoneInfo(self.zone)).date()
        return None

    @property
    def earliest(self) -> datetime | None:
        """The first instant that it may mean: a day counts from its start in its zone."""
        if self.on is not None and self.zone is not None:
            start = datetime(self.on.year, self.on.month, self.on.day, tzinfo=ZoneInfo(self.zone))
            return start.astimezone(UTC)
        return self.at

    @property
    def latest(self) -> datetime | None:
        """The last instant that it may mean: a day lasts to its end in its zone."""
        if self.on is not None and self.zone is not None:
            next_day = When(on=self.on + timedelta(days=1), zone=self.zone).earliest
            return next_day and next_day - timedelta(microseconds=1)
        return self.at


UNKNOWN = When(unknown=True)

NO_MINOR_UNITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
MINOR_UNITS = {
    **dict.fromkeys(NO_MINOR_UNITS.split(), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""Digits after the point where a currency has not two of them (ISO 4217)."""


class Money(Value):
    """An amount with exactly the minor units of its currency (ISO 4217), never a float."""

    amount: Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?$")]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

    @model_validator(mode="after")
    def _has_its_minor_units(self) -> Self:
        digits = len(self.amount.partition(".")[2])
        expected = MINOR_UNITS.get(self.currency, 2)
        if digits != expected:
            raise IllFormed(
                "write the amount with the currency's own minor units",
                fault=f"{self.currency} has {expected} minor digits, {self.amount} has {digits}",
            )
        return self


class Actor(Value):
    """Who acted, by a random id that means something only in a directory outside the record."""

    kind: Literal["staff", "party", "system", "external"]
    id: UUID
    role: Code
    unit: Code | None = None


class PolicyRef(Value):
    """The policy, and its version, under which a decision was taken."""

    id: Code
    version: int
