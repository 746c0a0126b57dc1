"""A second aggregate in the documentation: a page of its own, made from the code."""

from tests.docs.aggregates import path_of
from tests.docs.pages import pages
from tests.lesson.aggregate import LESSON

EMPTY = "".join(f"<!-- {part}: made -->\n<!-- {part}: end -->\n" for part in ("commands", "events"))


def test_its_page_lists_its_commands_and_its_events() -> None:
    made = pages()[path_of(LESSON)](EMPTY)
    assert "| `share_lesson` | Bring it to a unit | 8.7 Continual improvement |" in made
    assert "### LessonNoted\n\nSomething was learned that others should know (8.7)." in made
    assert "| `taught_by` | P2 |" in made and "### NoteAdded" in made
