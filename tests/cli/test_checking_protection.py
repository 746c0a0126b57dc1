"""``plaint check`` names what was changed around the octets: moments, digests, what keeps them."""

import pytest

from tests.cli.tampering import FIRST, LAST, Installation, installation, untouched

__all__ = ["installation", "untouched"]

pytestmark = pytest.mark.servers


def test_a_moment_of_storing_that_was_changed_is_named(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change("UPDATE event SET appended_at = '2020-01-01' WHERE position = %s", at)
    found = installation.differing()
    assert set(found) == {"moments"}
    assert found["moments"]["first"]["position"] == at


@pytest.mark.parametrize("later", ["1 day", "1 hour"])
def test_a_last_event_said_to_be_stored_later_than_now_is_named(
    installation: Installation, later: str
) -> None:
    installation.change(
        f"UPDATE event SET appended_at = now() + '{later}' WHERE position = %s",
        installation.number(LAST),
    )
    assert installation.differing()["moments"]["differs"] == 1


def test_an_event_said_to_be_stored_after_the_next_is_named(installation: Installation) -> None:
    at = installation.number(LAST) - 8
    installation.change("UPDATE event SET appended_at = now() WHERE position = %s", at)
    assert installation.differing()["moments"]["differs"] >= 1


def test_a_request_that_is_no_digest_is_named_with_its_command(installation: Installation) -> None:
    at = installation.number(FIRST)
    installation.change("UPDATE command SET request = '' WHERE first_position = %s", at)
    found = installation.differing()
    assert set(found) == {"commands"}
    assert found["commands"]["first"]["position"] == at


def test_what_keeps_the_record_and_is_not_as_it_was_made_is_named(
    installation: Installation,
) -> None:
    """Of each kind that there is: tests/store/test_protection.py."""
    installation.keys.execute("GRANT DELETE ON data_key TO plaint_writer")
    role = f"ROLE plaint_writer IN DATABASE {installation.superuser.info.dbname}"
    replica = f"ALTER {role} SET session_replication_role = 'replica'"
    installation.superuser.execute(replica.encode())
    found = installation.differing()
    assert set(found) == {"protection"}
    assert found["protection"]["differs"] == 2
    assert "grant data_key DELETE plaint_writer" in found["protection"]["first"]["said"]


def test_a_claim_that_is_gone_or_changed_is_named_with_its_event(
    installation: Installation,
) -> None:
    """What complaint, policy, calendar and legal entity claim: each is looked for."""
    at = installation.number(FIRST)
    begun = f"SELECT command_id FROM command WHERE first_position = {at}"
    installation.change(f"DELETE FROM claim WHERE command_id = ({begun})")
    found = installation.differing()["claims"]
    assert (found["differs"], found["first"]["position"]) == (1, at)
    assert "the reference is not claimed" in found["first"]["said"]
    installation.change("UPDATE claim SET value = value || 'x'")
    found = installation.differing()["claims"]
    assert found["differs"] == found["checked"] > 6


def test_whoever_may_only_read_beside_changes_nothing(installation: Installation) -> None:
    installation.superuser.execute("GRANT SELECT ON event TO plaint_projector")
    assert installation.sound()["protection"]["checked"] > 100


def test_an_analyst_who_may_do_more_than_read_what_the_views_show_is_named(
    installation: Installation,
) -> None:
    """To read them is right, also of views that came after the role was made."""
    for privilege in ("UPDATE", "SELECT"):
        more = f"{privilege} ON views.case_queue"
        installation.superuser.execute(f"GRANT {more} TO plaint_analyst".encode())
        found = installation.differing()["protection"]
        assert found["differs"] == 1
        assert f"grant views.case_queue {privilege} plaint_analyst" in found["first"]["said"]
        installation.superuser.execute(f"REVOKE {more} FROM plaint_analyst".encode())
