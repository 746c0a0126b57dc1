"""Documents as files in a folder: ``ab/cdef…`` after the digest, written whole or not at all."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ENOENT
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from adapters.documents import DocumentMissing, DocumentsAway
from adapters.local.files import give_to_owner, make_folder

UNFINISHED = "incoming"
TRIAL = bytes(16 * 1024)
"""More than what a file gathers before it is written."""
PART = re.compile(r"[0-9a-f]{2}")
REST = re.compile(r"[0-9a-f]{62}")


class IncomingFile:
    """A file under a name of its own until it is whole, on disk, and takes its place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _reachable(folder):
            _make(folder, UNFINISHED)
            handle, name = mkstemp(dir=folder / UNFINISHED)
            give_to_owner(folder, handle)
        self._file, self._name = os.fdopen(handle, "wb"), Path(name)

    def write(self, octets: bytes) -> None:
        """Add to it."""
        with _reachable(self._folder):
            self._file.write(octets)

    def keep(self, sha256: str) -> None:
        """Give it its place by its digest, so that a power cut takes neither file nor name."""
        place = _place(self._folder, sha256)
        with _reachable(self._folder):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            _make(self._folder, place.parent.name)
            self._name.replace(place)
            _sync(place.parent)
            _sync(self._folder)

    def drop(self) -> None:
        """Forget it, also where no more can be written; after keep, nothing."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._name.unlink()


class DocumentFolder:
    """The port adapters.documents.DocumentStore over one folder, for our own account alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def incoming(self) -> IncomingFile:
        """Begin to write."""
        return IncomingFile(self.path)

    def must_take(self) -> None:
        """Raises DocumentsAway where nothing can be written now; before the first there is none."""
        if self.path.exists():
            incoming = self.incoming()
            try:
                incoming.write(TRIAL)
            finally:
                incoming.drop()

    def clock(self) -> float:
        """The time by which the folder's files are dated, which may be another machine's."""
        _make(self.path, UNFINISHED)
        handle, name = mkstemp(dir=self.path / UNFINISHED)
        dated = os.fstat(handle).st_mtime
        os.close(handle)
        Path(name).unlink()
        return dated

    def open(self, sha256: str) -> BinaryIO:
        """The content of a digest, to be read and closed. Raises DocumentMissing, DocumentsAway."""
        place = _place(self.path, sha256)
        try:
            with _reachable(self.path, but=FileNotFoundError):
                return place.open("rb")
        except FileNotFoundError:
            if not self._holds_any():
                # Whatever was stored leaves the folder of its first digits: none is another place.
                raise DocumentsAway(ENOENT, "no document lies there", str(self.path)) from None
            raise DocumentMissing(
                f"no document with the digest {sha256} lies in {self.path}: restore it from a "
                "backup, or name the right folder in PLAINT_DOCUMENTS"
            ) from None

    def _holds_any(self) -> bool:
        there = self.path.iterdir() if self.path.exists() else ()
        return any(PART.fullmatch(one.name) for one in there)

    def remove(self, sha256: str) -> bool:
        """Destroy the content of a digest; False when there was none."""
        place = _place(self.path, sha256)
        with suppress(FileNotFoundError), _reachable(self.path, but=FileNotFoundError):
            place.unlink()
            _sync(place.parent)
            return True
        return False

    def digests(self) -> Iterator[str]:
        """The digest of everything that is stored, in no order."""
        for folder in self.path.iterdir() if self.path.exists() else ():
            if PART.fullmatch(folder.name):
                for file in folder.iterdir():
                    if REST.fullmatch(file.name):
                        yield folder.name + file.name

    def unfinished(self) -> Iterator[Path]:
        """The files of whoever is writing, or was when the power went."""
        folder = self.path / UNFINISHED
        yield from folder.iterdir() if folder.exists() else ()


@contextmanager
def _reachable(folder: Path, *, but: type[OSError] | tuple[()] = ()) -> Iterator[None]:
    """Whatever the system refuses in a folder as DocumentsAway, with its reason. but: save this."""
    try:
        yield
    except but:
        raise
    except OSError as error:
        raise DocumentsAway(error.errno, error.strerror, str(folder)) from error


def _place(folder: Path, sha256: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(f"{sha256!r} is no digest")
    return folder / sha256[:2] / sha256[2:]


def _make(folder: Path, name: str) -> None:
    """Several processes may come to it at once."""
    if not folder.exists():
        with suppress(FileExistsError):
            make_folder(folder, 0o700)
    if not (folder / name).exists():
        (folder / name).mkdir(mode=0o700, exist_ok=True)
        give_to_owner(folder, folder / name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
