"""A reader of stored events written from docs/event-format.md alone, with nothing of Plaint's."""

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def read(example: dict[str, Any]) -> dict[str, Any]:
    """The event with its personal fields; AssertionError where anything does not agree."""
    public = example["public"].encode()
    event: dict[str, Any] = json.loads(public)
    assert public == _canonical(event)
    assert example["leaf"] == hashlib.sha256(b"\x00" + public).hexdigest()
    command = uuid.UUID(event["command_id"])
    assert event["event_id"] in {str(uuid.uuid5(command, str(index))) for index in range(100)}
    blobs = [(sealed["class"], base64.b64decode(sealed["blob"])) for sealed in example["sealed"]]
    digests = [{"class": mark, "sha256": hashlib.sha256(blob).hexdigest()} for mark, blob in blobs]
    assert event["sealed"] == sorted(digests, key=lambda one: (one["class"], one["sha256"]))
    for sealed, (mark, blob) in zip(example["sealed"], blobs, strict=True):
        event["data"] |= _open(event, mark, blob, base64.b64decode(sealed["key"]))
    return event


def first_prev(kind: str, stream_id: str) -> str:
    """What ``prev`` must be in the first event of a stream."""
    return hashlib.sha256(f"plaint-stream/v1\n{kind}\n{stream_id}".encode()).hexdigest()


def _open(event: dict[str, Any], mark: str, blob: bytes, key: bytes) -> dict[str, Any]:
    assert blob[0] == 1
    assert blob[1:17] == hmac.new(key, b"plaint-key/v1", hashlib.sha256).digest()[:16]
    place = [event["stream_kind"], event["stream_id"], event["version"], event["event_id"]]
    bound = b"plaint-seal/v1\n" + _canonical([*place, mark, str(uuid.UUID(bytes=blob[1:17]))])
    plain = AESGCM(key).decrypt(blob[17:29], blob[29:], bound)
    assert len(plain) % 256 == 0
    fields: dict[str, Any] = json.loads(plain)
    return fields


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
