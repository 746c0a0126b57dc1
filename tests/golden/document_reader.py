"""A reader of stored documents written from docs/documents.md alone, with nothing of Plaint's."""

import hashlib
import hmac
import json
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def read(stored: bytes, key: bytes, complaint_id: str, document_id: str) -> bytes:
    """The content; an error where anything does not agree."""
    key_id, prefix, frames = stored[1:17], stored[17:24], stored[24:]
    assert stored[0] == 1
    assert key_id == hmac.new(key, b"plaint-key/v1", hashlib.sha256).digest()[:16]
    names = [complaint_id, document_id, str(uuid.UUID(bytes=key_id))]
    bound = b"plaint-document/v1\n" + json.dumps(names, separators=(",", ":")).encode()
    size = 65536 + 16
    parts = [frames[at : at + size] for at in range(0, len(frames), size)]
    content = b""
    for number, part in enumerate(parts):
        last = b"\x01" if number == len(parts) - 1 else b"\x00"
        nonce = prefix + number.to_bytes(4, "big") + last
        content += AESGCM(key).decrypt(nonce, part, bound)
    return content
