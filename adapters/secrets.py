"""The secrets of an installation: made once, kept in files that only their owner may read."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp

from adapters.clock import random_octets
from adapters.octets import mac, uuid8
from adapters.wrapping import Kek

SECRET, KEYS, PASSWORDS = "installation", "key-encryption-keys.json", "passwords.json"


class SecretsMissing(FileNotFoundError):
    """The folder has no secrets, or not all of them; without them nothing sealed can be opened."""


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
        keks = json.loads((folder / KEYS).read_text())
        return Secrets(
            installation=bytes.fromhex((folder / SECRET).read_text().strip()),
            keks=tuple(Kek(name, bytes.fromhex(key)) for name, key in reversed(keks.items())),
            passwords=json.loads((folder / PASSWORDS).read_text()),
        )
    except FileNotFoundError as error:
        raise SecretsMissing(
            f"{error.filename} is missing: start with `plaint up` or `plaint init`, "
            "or name the right folder with --data"
        ) from None


def _make(path: Path, text: str) -> None:
    """Write the file whole, unless it is there; whoever comes second reads what the first wrote."""
    if path.exists():
        return
    handle, part = mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
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
