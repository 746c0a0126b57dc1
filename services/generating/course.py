"""The course of one complaint, as it is thought out: who does what, and how much later."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from services.generating.arriving import at_work
from services.generating.steps import Step

HANDLERS, APPROVERS, REVIEWERS = 9, 3, 2
Who = tuple[str, int]


class Course:
    """The steps of one complaint, as they are thought out one after the other."""

    def __init__(self, random: Random, number: int, at: datetime) -> None:
        self.random, self.number, self.at = random, number, at
        self.handler: Who = ("handler", random.randrange(HANDLERS))
        self.approver: Who = ("approver", random.randrange(APPROVERS))
        self.reviewer: Who = ("reviewer", random.randrange(REVIEWERS))
        self.steps: list[Step] = []

    def happens(self, percent: float) -> bool:
        """Whether something happens that happens so often."""
        return self.random.random() * 100 < percent

    def later(self, days: float, spread: float = 0.6) -> None:
        """Let about so many days pass, up to when somebody is at work."""
        passed = timedelta(days=days * self.random.lognormvariate(0, spread), minutes=2)
        self.at = at_work(self.random, self.at + passed)

    def give(self, command: str, by: Who | None = None, **body: Any) -> None:
        """The next step, at the present moment, by the handler unless told."""
        step = Step(
            at=self.at,
            complaint=self.number,
            command=command,
            by=by or self.handler,
            body=body,
        )
        self.steps.append(step)

    def beside(self) -> "Course":
        """The course of a complaint that came from this one or joins it, from now on."""
        other = Course(self.random, ~self.number, self.at)
        other.handler, other.steps = self.handler, self.steps
        return other
