"""A data key under lock opens for its own name, its own id and its own key-encryption key only."""

from dataclasses import replace

import pytest

from adapters.octets import NIL
from adapters.sealing import key_id
from adapters.wrapping import (
    Kek,
    KeyName,
    NotUnwrapped,
    check_name,
    document_key,
    fresh_key,
    unwrap,
    wrap,
)
from tests.support.commands import named

KEK = Kek("k1", bytes(range(32)))
NAME = KeyName(named("complaint"), named("party"), "P2")
KEY = bytes(range(100, 132))


def test_a_wrapped_key_is_unwrapped() -> None:
    stored = wrap(KEY, NAME, KEK)
    assert stored.key_id == key_id(KEY)
    assert stored.kek_id == "k1"
    assert stored.wrapped[:1] == b"\x01"
    assert len(stored.wrapped) == 1 + 12 + 32 + 16
    assert unwrap(stored, {"k1": KEK}) == KEY


def test_wrapping_twice_gives_other_octets() -> None:
    assert wrap(KEY, NAME, KEK).wrapped != wrap(KEY, NAME, KEK).wrapped
    assert fresh_key(NAME, KEK).key_id != fresh_key(NAME, KEK).key_id


@pytest.mark.parametrize(
    "column",
    [
        {"key_id": bytes(16)},
        {"name": NAME._replace(complaint_id=named("other"))},
        {"name": NAME._replace(party_id=named("other"))},
        {"name": NAME._replace(scope="P4")},
    ],
)
def test_a_key_moved_to_another_row_does_not_open(column: dict[str, object]) -> None:
    moved = wrap(KEY, NAME, KEK)._replace(**column)  # type: ignore[arg-type]
    with pytest.raises(NotUnwrapped, match="changed or moved"):
        unwrap(moved, {"k1": KEK})


@pytest.mark.parametrize("place", [1, 13, -1])
def test_changed_octets_do_not_open(place: int) -> None:
    stored = wrap(KEY, NAME, KEK)
    octets = bytearray(stored.wrapped)
    octets[place] ^= 1
    with pytest.raises(NotUnwrapped, match="changed or moved"):
        unwrap(stored._replace(wrapped=bytes(octets)), {"k1": KEK})


def test_an_unknown_form_and_an_absent_kek_are_told_by_name() -> None:
    stored = wrap(KEY, NAME, KEK)
    with pytest.raises(NotUnwrapped, match="unknown form"):
        unwrap(stored._replace(wrapped=b"\x02" + stored.wrapped[1:]), {"k1": KEK})
    with pytest.raises(NotUnwrapped, match=r"'k1'.*restore it"):
        unwrap(stored, {})
    with pytest.raises(NotUnwrapped, match="changed or moved"):
        unwrap(stored, {"k1": replace(KEK, octets=bytes(32))})


def test_a_kek_is_never_shown() -> None:
    assert "octets" not in repr(KEK)


def test_names_have_known_scopes_and_only_parties_have_parties() -> None:
    complaint = named("complaint")
    good = [
        NAME,
        KeyName(complaint, NIL, "P4"),
        KeyName(complaint, NIL, "P3"),
        document_key(complaint, named("letter")),
    ]
    for name in good:
        check_name(name)
    bad = [
        KeyName(complaint, named("party"), "P3"),
        KeyName(complaint, NIL, "P1"),
        KeyName(complaint, NIL, "document:letter"),
        KeyName(complaint, NIL, f"document:{named('letter')}".upper()),
    ]
    for name in bad:
        with pytest.raises(ValueError):
            check_name(name)
