"""The stored form of a document: read for ever, and nothing in it can be changed, moved or cut."""

import base64
import hashlib
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.frames import (
    FRAME,
    HEADER,
    TAG,
    DocumentDamaged,
    Encrypting,
    decrypted,
    key_of,
    verify,
)
from adapters.sealing import key_id
from tests.golden.document_reader import read

GOLDEN = Path(__file__).parents[3] / "golden" / "documents" / "document.v1.json"
COMPLAINT, DOCUMENT = UUID(int=1), UUID(int=2)
KEY, PREFIX = hashlib.sha256(b"a key").digest(), b"prefix!"
LONG = bytes(range(256)) * 256 + b"and the rest"


def stored(content: bytes, *, pieces: int = 7919) -> bytes:
    """A document as it is stored, having come in pieces of this size."""
    encrypting = Encrypting(KEY, prefix=PREFIX, complaint_id=COMPLAINT, document_id=DOCUMENT)
    made = b"".join(
        encrypting.add(content[at : at + pieces]) for at in range(0, len(content), pieces)
    )
    whole = made + encrypting.end()
    assert encrypting.size == len(content)
    assert encrypting.plaintext_sha256 == hashlib.sha256(content).hexdigest()
    assert encrypting.ciphertext_sha256 == hashlib.sha256(whole).hexdigest()
    return whole


def opened(
    octets: bytes, *, key: bytes = KEY, complaint: UUID = COMPLAINT, document: UUID = DOCUMENT
) -> bytes:
    """What is read of it."""
    file = io.BytesIO(octets)
    return b"".join(decrypted(file, key, complaint_id=complaint, document_id=document))


def golden() -> dict[str, Any]:
    """The document that was stored when the form was fixed."""
    told: dict[str, Any] = json.loads(GOLDEN.read_text())
    return told


@given(st.integers(0, 2 * FRAME + 2), st.integers(1, 3 * FRAME))
@settings(max_examples=40, deadline=None)
def test_what_was_stored_is_read_whatever_its_size_and_pieces(size: int, pieces: int) -> None:
    content = (LONG * 3)[:size]
    assert opened(stored(content, pieces=pieces)) == content


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME])
def test_its_length_is_that_of_its_frames(size: int) -> None:
    frames = max(1, -(-size // FRAME))
    assert len(stored((LONG * 3)[:size])) == HEADER + size + frames * TAG


@pytest.mark.parametrize("size", [0, 10, FRAME, FRAME + 10, 2 * FRAME])
def test_a_reader_written_from_the_page_alone_opens_it(size: int) -> None:
    content = (LONG * 3)[:size]
    assert read(stored(content), KEY, str(COMPLAINT), str(DOCUMENT)) == content


def test_the_document_of_old_is_read_and_written_as_it_was() -> None:
    told = golden()
    key, prefix = base64.b64decode(told["key"]), base64.b64decode(told["prefix"])
    names = {"complaint_id": UUID(told["complaint_id"]), "document_id": UUID(told["document_id"])}
    short = base64.b64decode(told["short"]["stored"])
    assert (
        read(short, key, told["complaint_id"], told["document_id"]).decode()
        == told["short"]["content"]
    )
    assert b"".join(decrypted(io.BytesIO(short), key, **names)).decode() == told["short"]["content"]
    for content, expected in (
        (told["short"]["content"].encode(), hashlib.sha256(short).hexdigest()),
        (LONG, told["long"]["ciphertext_sha256"]),
    ):
        encrypting = Encrypting(key, prefix=prefix, **names)
        encrypting.add(content)
        encrypting.end()
        assert encrypting.ciphertext_sha256 == expected


def changed(octets: bytes, place: int) -> bytes:
    """The same with one bit turned."""
    return octets[:place] + bytes([octets[place] ^ 1]) + octets[place + 1 :]


@pytest.mark.parametrize("place", [0, 1, 17, HEADER, HEADER + FRAME, HEADER + FRAME + TAG, -1])
def test_a_changed_octet_is_found(place: int) -> None:
    whole = stored(LONG)
    with pytest.raises(DocumentDamaged, match="restore"):
        opened(changed(whole, place % len(whole)))


@pytest.mark.parametrize("kept", [0, 5, HEADER, HEADER + 3, HEADER + FRAME + TAG, -1])
def test_a_document_that_was_cut_off_is_found(kept: int) -> None:
    with pytest.raises(DocumentDamaged):
        opened(stored(LONG)[:kept])


def test_frames_that_were_moved_repeated_or_added_are_found() -> None:
    whole = stored(LONG * 2 + b"x")
    header, size = whole[:HEADER], FRAME + TAG
    first, second, third = (whole[HEADER + at * size :][:size] for at in range(3))
    for order in ((second, first, third), (first, first, second, third), (first, third)):
        with pytest.raises(DocumentDamaged):
            opened(header + b"".join(order))
    with pytest.raises(DocumentDamaged):
        opened(whole + stored(b"more")[HEADER:])


def test_it_is_read_as_no_other_document_and_under_no_other_key() -> None:
    whole = stored(b"secret")
    for other in (
        {"complaint": UUID(int=9)},
        {"document": UUID(int=9)},
        {"key": bytes(32)},
    ):
        with pytest.raises(DocumentDamaged):
            opened(whole, **other)


def test_the_header_names_the_key_and_the_digest_is_compared() -> None:
    whole = stored(LONG)
    assert key_of(io.BytesIO(whole)) == key_id(KEY)
    verify(io.BytesIO(whole), hashlib.sha256(whole).hexdigest())
    with pytest.raises(DocumentDamaged, match="digest"):
        verify(io.BytesIO(whole), "00" * 32)


def test_the_content_shows_nowhere_in_what_is_stored() -> None:
    assert b"Aurelia" not in stored(b"Aurelia Featherstonehaugh " * 5000)
