"""How the processes of the API are called, and which of them a start has noted."""

from services.operations.api_processes import names, noted_pids


def test_one_alone_is_called_as_ever_and_others_after_it() -> None:
    assert names(1) == ("api",)
    assert names(3) == ("api", "api-2", "api-3")


def test_all_that_were_started_are_found_and_no_other_part() -> None:
    assert noted_pids({"parts": {"tick": 5, "api": 6, "relay": 7, "api-2": 8}}) == [6, 8]
    assert noted_pids({"parts": {}}) == noted_pids({}) == []
