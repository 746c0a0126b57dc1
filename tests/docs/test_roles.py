"""docs/roles.md shows who sees and does what, as the code has it."""

from domain.registry import COMMANDS
from tests.support.role_matrix import deed_of, rows, seen


def test_who_may_not_see_it_is_answered_alike_whoever_they_are() -> None:
    for role, relation in rows():
        if relation in ("excluded", "stranger", "departed"):
            told = {seen(role, relation, column) for column in ("the complaint", "as it was")}
            assert told == {"not there"}


def test_a_role_is_asked_for_a_command_of_its_own_where_it_has_any() -> None:
    for role, _ in rows():
        name, _body = deed_of(role)
        has_any = any(role in kind.roles for kind in COMMANDS.values() if not kind.begins)
        assert (role in COMMANDS[name].roles) == has_any, role
