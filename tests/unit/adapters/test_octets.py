"""The recipes of the record, each held to a value that must never change."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner import default as kafka_partitioner

from adapters import octets

KAFKA: Any = kafka_partitioner

ONE = UUID(int=1)
OTHER = UUID("6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d")
SECRET = b"s" * 32


@pytest.mark.parametrize(("stream_id", "expected"), [(ONE, 2), (OTHER, 11)])
def test_the_slice_of_a_complaint(stream_id: UUID, expected: int) -> None:
    assert octets.slice_of(stream_id) == expected


@given(st.binary(max_size=80))
def test_slices_are_kafkas_partitions(key: bytes) -> None:
    assert octets.murmur2(key) == KAFKA.murmur2(key) & 0xFFFFFFFF


def test_the_empty_leaf_is_that_of_rfc_6962() -> None:
    empty = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert octets.leaf(b"").hex() == empty


def test_recipes_give_the_same_values_for_ever() -> None:
    assert octets.seed("complaint", ONE).hex() == (
        "a93191756e3d339576998179fcd7387750a92a2132e724df223081f1b48f8089"
    )
    assert octets.event_id(ONE, 0) == UUID("6ff55b57-2b5f-5022-ad8b-524631694aa1")
    assert (
        str(octets.command_id(SECRET, "http", "p", "k")) == "85a59310-64d3-8941-8c47-d73415a703f2"
    )
    assert (
        str(octets.imported_complaint_id(SECRET, "cfpb", "7"))
        == "e669fd83-e59f-8384-b6c9-a1053e0a2e5f"
    )
    assert octets.request_digest(SECRET, "assess", "t", {"a": 1}).hex() == (
        "0d3a2a457e8a310bb447cbb9e9ebcf35764b2182a785671b757085861a276c7b"
    )
    assert octets.reference(ONE) == "C-H8F90380H"
    assert octets.reference(ONE, 1) == "C-86HGAJ5VF"


def test_derived_ids_are_uuids_of_version_8() -> None:
    assert octets.command_id(SECRET, "clock", str(ONE), "missed").version == 8


@given(st.uuids(), st.integers(0, 7), st.sampled_from(octets.CROCKFORD))
def test_one_wrong_digit_of_a_reference_shows(stream_id: UUID, place: int, digit: str) -> None:
    digits, check = octets.reference(stream_id)[2:-1], octets.reference(stream_id)[-1]
    wrong = digits[:place] + digit + digits[place + 1 :]
    assert (octets.check_digit(wrong) == check) == (wrong == digits)
