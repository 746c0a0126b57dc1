"""The search for malware: a command of the house that reads the content on its standard input."""

import asyncio
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

from adapters.local.account import Account
from adapters.settings import foreign_environment
from domain.errors import ErrorCategory

Verdict = Literal["clean", "not_scanned"]
CLEAN, INFECTED = 0, 1


class Infected(ValueError):
    """The scanner found malware."""

    category = ErrorCategory.REFUSED


class CouldNotScan(RuntimeError):
    """The scanner did not come to a verdict; nothing is taken unscanned where one is named."""

    category = ErrorCategory.UNAVAILABLE


class Scanning(Protocol):
    """One document being scanned, while it comes in."""

    async def add(self, octets: bytes) -> None:
        """More of the content."""

    async def verdict(self) -> Verdict:
        """What came of it, once all was added. Raises Infected, CouldNotScan."""

    async def stop(self) -> None:
        """Nobody waits for the verdict any more; after it, nothing."""


class Scan(Protocol):
    """Where documents are scanned."""

    async def begin(self) -> Scanning:
        """Begin with a document. Raises CouldNotScan."""


class _Unscanned:
    async def add(self, octets: bytes) -> None:
        pass

    async def verdict(self) -> Verdict:
        return "not_scanned"

    async def stop(self) -> None:
        pass


class NoScan:
    """No scanner is named: documents are taken, and each is recorded as not scanned."""

    async def begin(self) -> Scanning:
        """Begin with a document."""
        return _Unscanned()


class ScanCommand:
    """A command that ends with 0 for clean and 1 for infected; anything else is no verdict.

    line: as a shell would split it, without a shell. account: who runs it, ourselves unless told.
    seconds: how long a verdict may take.
    """

    def __init__(self, line: str, *, account: Account | None = None, seconds: float = 60) -> None:
        self._words = shlex.split(line)
        self._account = account
        self._seconds = seconds

    async def begin(self) -> Scanning:
        """Begin with a document. Raises CouldNotScan where the command cannot be started."""
        try:
            program = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
                env=foreign_environment(),
                **(self._account.drop() if self._account else {}),
            )
        except OSError as error:
            raise CouldNotScan(
                f"the scanner {self._words[0]} does not start"
                f"{f' as {self._account.name}' if self._account else ''} ({error.strerror}): "
                "correct PLAINT_DOCUMENT_SCAN"
            ) from None
        return _Program(program, self._seconds)


class _Program:
    def __init__(self, program: asyncio.subprocess.Process, seconds: float) -> None:
        self._program = program
        self._seconds = seconds
        self._has_read_all = True

    async def add(self, octets: bytes) -> None:
        stdin = self._program.stdin
        assert stdin is not None
        if not self._has_read_all:
            return
        try:
            async with asyncio.timeout(self._seconds):
                with self._unread():
                    stdin.write(octets)
                    await stdin.drain()
        except TimeoutError:
            raise CouldNotScan(self._too_slow) from None

    async def verdict(self) -> Verdict:
        stdin = self._program.stdin
        assert stdin is not None
        try:
            async with asyncio.timeout(self._seconds):
                stdin.close()
                # What the program never read shows only now.
                with self._unread():
                    await stdin.wait_closed()
                code = await self._program.wait()
        except TimeoutError:
            raise CouldNotScan(self._too_slow) from None
        if code == INFECTED:
            raise Infected("the scanner found malware in the document: it was not stored")
        if code != CLEAN or not self._has_read_all:
            raise CouldNotScan(
                f"the scanner came to no verdict (exit code {code}): look after it, then repeat; "
                "the document was not stored"
            )
        return "clean"

    async def stop(self) -> None:
        if self._program.returncode is None:
            self._program.kill()
            await self._program.wait()

    @contextmanager
    def _unread(self) -> Iterator[None]:
        try:
            yield
        except (BrokenPipeError, ConnectionResetError):
            # It may know enough to call it infected, but nothing is clean that was not read.
            self._has_read_all = False

    @property
    def _too_slow(self) -> str:
        return (
            f"the scanner was not done within {self._seconds:.0f} seconds: look after it, then "
            "repeat; the document was not stored"
        )
