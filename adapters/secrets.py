"""The secrets of an installation: made once, kept in files that only their owner may read."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp
from typing import overload

from adapters.clock import random_octets
from adapters.local.files import give_to_owner, write_whole
from adapters.octets import mac, uuid8
from adapters.wrapping import Kek
from domain.errors import ErrorCategory

SECRET, KEYS, PASSWORDS = "installation", "key-encryption-keys.json", "passwords.json"
RETIRED = "retired-key-encryption-keys.json"


class SecretsMissing(FileNotFoundError):
    """The folder has no secrets, or not all of them; without them nothing sealed can be opened."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Secrets:
    """The installation secret (32 octets), key-encryption keys newest first, role passwords."""

    installation: bytes = field(repr=False)
    keks: tuple[Kek, ...]
    passwords: Mapping[str, str] = field(repr=False)

    @property
    def identity(self) -> str:
        """What tells this installation from any other; it gives nothing of a secret away."""
        return str(uuid8(mac(self.installation, "plaint-installation/v1", "")))


def make_secrets(folder: Path, roles: tuple[str, ...]) -> Secrets:
    """The folder's secrets; what is missing is made, what is there is never changed.

    Of several processes that do so at once, all get the same.
    """
    _make(folder / SECRET, random_octets(32).hex())
    _make(folder / KEYS, json.dumps({"k1": random_octets(32).hex()}))
    _make(folder / PASSWORDS, json.dumps({role: random_octets(24).hex() for role in roles}))
    return read_secrets(folder)


def read_secrets(folder: Path) -> Secrets:
    """The folder's secrets. Raises SecretsMissing naming the file."""
    try:
        return Secrets(
            installation=bytes.fromhex((folder / SECRET).read_text().strip()),
            keks=_keks(folder),
            passwords=json.loads((folder / PASSWORDS).read_text()),
        )
    except FileNotFoundError as error:
        raise SecretsMissing(
            f"{error.filename} is missing: start with `plaint up` or `plaint init`, "
            "or name the right folder with --data"
        ) from None


class KekFile(Sequence[Kek]):
    """The key-encryption keys, newest first, as their file has them at each moment.

    So a process that has run for long wraps under a new key, and opens what is wrapped by it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._keks: tuple[Kek, ...] = ()

    @overload
    def __getitem__(self, place: int) -> Kek: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Kek]: ...
    def __getitem__(self, place: int | slice) -> Kek | Sequence[Kek]:
        return self._current()[place]

    def __len__(self) -> int:
        return len(self._current())

    def _current(self) -> tuple[Kek, ...]:
        at = (self._folder / KEYS).stat()
        if self._seen != (at.st_mtime_ns, at.st_ino):
            self._keks, self._seen = _keks(self._folder), (at.st_mtime_ns, at.st_ino)
        return self._keks


def add_kek(folder: Path) -> Kek:
    """A new key-encryption key, kept before anything is wrapped by it; all others stay.

    Its id is no other's, also where a restored folder knows fewer of them than there were.
    """
    newest = max(int(kek.id[1:].partition("-")[0]) for kek in _keks(folder))
    made = Kek(f"k{newest + 1}-{random_octets(4).hex()}", random_octets(32))
    _write_keks(folder, [made, *_keks(folder)])
    return made


def join_keks(folder: Path, other: Path) -> None:
    """Add the key-encryption keys that another folder of secrets has too, and this one lacks.

    Raises SecretsMissing.
    """
    if not (other / KEYS).exists():
        raise SecretsMissing(f"{other / KEYS} is missing: name a folder `secrets` of Plaint")
    known = {kek.id for kek in _keks(folder)}
    _write_keks(folder, [*(kek for kek in _keks(other) if kek.id not in known), *_keks(folder)])


def drop_kek(folder: Path, kek_id: str) -> None:
    """Delete a key-encryption key for ever: whatever is wrapped by it opens no more."""
    _write_keks(folder, [kek for kek in _keks(folder) if kek.id != kek_id])


def complete_passwords(folder: Path, roles: tuple[str, ...]) -> Secrets:
    """The folder's secrets, with a password for each role that had none: what is there stays.

    Raises SecretsMissing.
    """
    secrets = read_secrets(folder)
    if missing := [role for role in roles if role not in secrets.passwords]:
        new = {role: random_octets(24).hex() for role in missing}
        write_passwords(folder, {**secrets.passwords, **new})
    return read_secrets(folder)


def write_passwords(folder: Path, passwords: Mapping[str, str]) -> None:
    """Replace the passwords of the roles, all at once."""
    write_whole(folder / PASSWORDS, json.dumps(dict(passwords)), mode=0o600)
    _sync(folder)


def retired(folder: Path) -> dict[str, str]:
    """Key-encryption keys that nothing is wrapped by any more, and since when."""
    file = folder / RETIRED
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return found


def write_retired(folder: Path, since: Mapping[str, str]) -> None:
    """Keep since when which key-encryption keys wrap nothing."""
    write_whole(folder / RETIRED, json.dumps(dict(since)), mode=0o600)
    _sync(folder)


def _keks(folder: Path) -> tuple[Kek, ...]:
    kept = json.loads((folder / KEYS).read_text())
    return tuple(Kek(name, bytes.fromhex(key)) for name, key in reversed(kept.items()))


def _write_keks(folder: Path, keks: Sequence[Kek]) -> None:
    kept = {kek.id: kek.octets.hex() for kek in reversed(keks)}
    write_whole(folder / KEYS, json.dumps(kept), mode=0o600)
    _sync(folder)


def _make(path: Path, text: str) -> None:
    """Write the file whole, unless it is there; whoever comes second reads what the first wrote."""
    if path.exists():
        return
    handle, part = mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            give_to_owner(path.parent, handle)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never takes the place of what is there.
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        os.unlink(part)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Data sealed under a key may not outlive a power cut that the key does not."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
