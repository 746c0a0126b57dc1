"""Sealed blobs open at their own event with their own key, and nowhere else."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sealing import LARGEST, Binding, NotSealedHere, TooLarge, key_of, seal, unseal

KEY, NONCE = b"k" * 32, b"n" * 12
PLACE = Binding("complaint", UUID(int=1), 2, UUID(int=3), "P3")
FIELDS = {"narrative": "the kettle exploded", "wish": "a new one"}
BLOB = seal(FIELDS, key=KEY, nonce=NONCE, binding=PLACE)


def test_what_was_sealed_opens() -> None:
    assert unseal(BLOB, key=KEY, binding=PLACE) == FIELDS


def test_the_length_tells_only_multiples_of_256() -> None:
    lengths = {len(seal({"n": "x" * n}, key=KEY, nonce=NONCE, binding=PLACE)) for n in range(240)}
    assert lengths == {len(seal({}, key=KEY, nonce=NONCE, binding=PLACE))}


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, stream_kind="policy"),
        replace(PLACE, stream_id=UUID(int=9)),
        replace(PLACE, version=3),
        replace(PLACE, event_id=UUID(int=9)),
        replace(PLACE, privacy_class="P2"),
    ],
)
def test_a_blob_moved_elsewhere_does_not_open(elsewhere: Binding) -> None:
    with pytest.raises(NotSealedHere):
        unseal(BLOB, key=KEY, binding=elsewhere)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(NotSealedHere):
        unseal(BLOB, key=b"x" * 32, binding=PLACE)


@given(st.integers(0, len(BLOB) - 1), st.integers(1, 255))
def test_no_altered_octet_passes(place: int, change: int) -> None:
    altered = bytearray(BLOB)
    altered[place] ^= change
    with pytest.raises(NotSealedHere):
        unseal(bytes(altered), key=KEY, binding=PLACE)


def test_a_text_beyond_the_limit_is_refused_at_the_door() -> None:
    with pytest.raises(TooLarge, match="attach it as a document"):
        seal({"n": "x" * LARGEST}, key=KEY, nonce=NONCE, binding=PLACE)


def test_the_blob_names_its_key_and_the_name_commits_to_it() -> None:
    other = seal(FIELDS, key=b"x" * 32, nonce=NONCE, binding=PLACE)
    assert key_of(BLOB) != key_of(other)
