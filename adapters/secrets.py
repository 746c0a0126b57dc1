"""The secrets of an installation: made once, kept in files that only their owner may read."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.clock import random_octets
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


def make_secrets(folder: Path, roles: tuple[str, ...]) -> Secrets:
    """The folder's secrets; what is missing is made, what is there is never changed."""
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
    if path.exists():
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(part, path)
