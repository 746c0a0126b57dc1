"""Why a command that the rules allow was not stored: somebody was faster, or it is another one."""

from domain.errors import ErrorCategory


class VersionMoved(Exception):
    """The stream is at another version than the caller had read."""

    category = ErrorCategory.MOVED

    def __init__(self, expected: frozenset[int], found: int, *, noun: str = "complaint") -> None:
        named = f"(expected version: {' or '.join(map(str, sorted(expected)))}, found: {found})"
        super().__init__(f"the {noun} has moved on {named}: read it again and decide again")
        self.found, self.noun = found, noun


class OtherRequest(Exception):
    """The idempotency key was used before, for another request."""

    category = ErrorCategory.UNFIT

    def __init__(self) -> None:
        super().__init__("this idempotency key was used for another request: use a fresh one")


class TooContended(Exception):
    """Others changed the stream again and again while this command was being decided."""

    category = ErrorCategory.UNAVAILABLE

    def __init__(self, attempts: int, *, noun: str = "complaint") -> None:
        super().__init__(f"the {noun} changed {attempts} times meanwhile: try again later")
