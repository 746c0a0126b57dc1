"""7.3: a letter names the day that its own sending makes due, not the one that this replaces."""

from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from adapters.policy_files import preset
from domain.complaint.documents.letters import LetterSaid
from domain.values import PolicyRef
from services.commands.documents import Documents
from services.correspondence.choosing import Templates
from services.correspondence.wording import day_in
from services.correspondence.writing import House, Letters
from services.policies.policy_in_force import PolicyBook, PolicyInForce
from services.queries.queries import ComplaintAsOf, OpenedComplaint, Questions
from services.queries.unsealing import Opened
from tests.support.clocks_told import begun, due
from tests.support.controls import HANDLER, LONDON, POLICY
from tests.support.story import Story

pytestmark = pytest.mark.anyio
HOUSING = preset("uk_housing_ombudsman")
DOCUMENT = {
    "document_id": "00000000-0000-4000-8000-000000000001",
    "ciphertext_sha256": "cd" * 32,
    "plaintext_sha256": "ab" * 32,
    "size": 1,
    "scan_code": "not_scanned",
    "media_type": "text/plain",
}
MADE = {"template_code": "plaint_letter", "template_version": 1, "language": "en"}


class Read(Questions):
    """Reads one story."""

    def __init__(self, story: Story) -> None:
        self._story = story

    async def opened(self, *_asked: Any, **_more: Any) -> OpenedComplaint:
        story = self._story
        as_of = ComplaintAsOf(
            complaint=story.present,
            complaint_id=story.present.complaint_id,
            version=story.present.version,
            position=1,
            recorded_at=story.now,
            events=len(story.events),
            is_latest=True,
            log_id=story.present.complaint_id,
        )
        return OpenedComplaint(as_of, tuple(Opened(one, ()) for one in story.events))


class Book(PolicyBook):
    """Knows one policy."""

    def __init__(self, story: Story) -> None:
        self._policy = story.policy

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        ref = PolicyRef(id=self._policy.policy_id, version=1)
        return PolicyInForce(self._policy, ref, legal_entity or "main", LONDON)


async def text(story: Story, kind: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The letter as it would be sent now."""
    monkeypatch.setattr("services.correspondence.writing.now", lambda: story.now)
    letters = Letters(
        Read(story),
        cast(Documents, None),
        Book(story),
        house=House(None, "en"),
        templates=Templates(),
        noted=lambda *_known, **_more: nullcontext(),
    )
    said = LetterSaid.model_validate({"kind": kind})
    return (await letters.write(story.present.complaint_id, said, by=HANDLER)).text


@pytest.mark.parametrize(
    ("came", "told", "day"),
    [("2026-11-27", "2026-12-01", "2026-12-15"), ("2026-11-24", "2026-11-26", "2026-12-10")],
)
async def test_an_acknowledgement_names_the_day_that_it_makes_due(
    came: str, told: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under rules of which the time to answer counts from the acknowledgement."""
    story = begun(came, HOUSING)
    story.now = datetime.fromisoformat(told).replace(hour=12, tzinfo=UTC)
    written = await text(story, "acknowledgement", monkeypatch)
    story.do("send_letter", kind="acknowledgement", document=DOCUMENT, made=MADE)
    assert due(story) == ("running", day)
    assert f"answer by {day_in('en', date.fromisoformat(day))}." in written
    assert day_in("en", date.fromisoformat(day)) in await text(story, "update", monkeypatch)


async def test_a_letter_that_may_not_be_sent_is_shown_with_what_is_due_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = begun("2026-11-27", HOUSING)
    story.do("acknowledge")
    assert "answer by 11 December 2026." in await text(story, "acknowledgement", monkeypatch)


@pytest.mark.parametrize("kind", ["acknowledgement", "update"])
async def test_no_letter_promises_a_day_that_is_over(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the clock has not looked since."""
    story = begun("2026-11-02", POLICY)
    story.now = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert "answer by" not in await text(story, kind, monkeypatch)
