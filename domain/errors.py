"""Why the domain refuses: the rule with its clause, the values, and what to do instead."""

from enum import Enum
from typing import ClassVar


class ErrorCategory(Enum):
    """What an error means for whoever asked, at every door; each class of errors names its own."""

    REFUSED = "a rule does not allow it, or what was looked at is not as it must be"
    UNFIT = "what was sent, a file or a setting cannot be meant"
    UNAVAILABLE = "something that is needed does not answer, or is not there yet"
    NOT_FOUND = "there is no such thing"
    MOVED = "it is at another version than the one that was named"


class Refusal(Exception):
    """A command that the rules do not allow now; nothing was recorded.

    CODE: the rule's name for machines, which each class writes out; it never changes, whatever the
    class is called. clause: of ISO 10002:2018. is_for_another: it is refused for who asks, so that
    somebody else may do it. The message is the rule, then the values in brackets, then what to do
    instead.
    """

    category = ErrorCategory.REFUSED
    CODE: ClassVar[str]
    clause: ClassVar[str] = "7"
    rule: ClassVar[str] = "the rules do not allow it"
    instead: ClassVar[str] = "see the complaint's history"
    is_for_another: ClassVar[bool] = False

    def __init_subclass__(cls, *, code: str) -> None:
        """Give a rule its code."""
        cls.CODE = code

    def __init__(self, *, instead: str | None = None, **values: object) -> None:
        self.values = {name: str(value) for name, value in values.items()}
        self.remedy = instead or self.instead
        super().__init__(self.text)

    @property
    def code(self) -> str:
        """The rule's stable name, such as ``NotYetAssessed``."""
        return self.CODE

    @property
    def text(self) -> str:
        """The whole sentence: rule, values, what to do instead, clause."""
        shown = ", ".join(f"{name}: {value}" for name, value in self.values.items())
        brackets = f" ({shown})" if shown else ""
        return f"{self.rule}{brackets}: {self.remedy} [ISO 10002:2018, {self.clause}]"
