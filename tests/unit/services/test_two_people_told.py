"""4.12: the first door says that nothing has happened yet, who may approve, and what to type."""

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from domain.registry import COMMANDS
from services.api.field_errors import faults_of
from services.cli import flags_shown
from services.cli.app import make_app
from services.commands.remarks import requests_of
from tests.support.controls import APPROVER
from tests.support.two_people import ELSEWHERE, asked, told


def test_a_request_says_that_nothing_has_changed_who_may_approve_and_what_to_type() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    (said,) = requests_of(story.present, story.events[-1:])
    named = f"grant_approval with the approval_id {asked(story).approval_id}"
    for part in ("nothing has changed yet", "as approver", named):
        assert part in said


def test_what_awaits_approval_is_shown_with_who_asked_and_since_when_until_it_is_decided() -> None:
    story = told()
    story.do("declare_out_of_scope", **ELSEWHERE)
    request = asked(story)
    lines = [line.plain for line in flags_shown.lines(story.present, {})]
    (line,) = [one for one in lines if one.startswith("awaits approval")]
    assert f"declare out of scope, because not ours; requested by {request.author.hex[:8]}" in line
    assert "since 2026-" in line
    story.do("grant_approval", by=APPROVER)
    shown = [each.plain for each in flags_shown.lines(story.present, {})]
    assert not any("awaits approval" in each for each in shown)


def test_a_typed_approval_is_refused_with_what_to_do_instead_at_both_doors() -> None:
    typed = CliRunner().invoke(make_app(), ["correct-record", "C-1", "--approved-by", "1234"])
    assert typed.exit_code == 2
    assert "approve it themselves with grant-approval" in typed.stderr
    model = COMMANDS["correct_record"].model
    with pytest.raises(ValidationError) as refused:
        model.model_validate({"approved_by": str(APPROVER.id)})
    details = [each.detail for each in faults_of(refused.value, frozenset({"approved_by"}))]
    assert any("approve it themselves with grant_approval" in each for each in details)
