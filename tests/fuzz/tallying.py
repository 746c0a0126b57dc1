"""What was asked and answered, by operation, and what is wrong with it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rich.table import Table

from tests.fuzz.asks import Answer, Ask

LONGEST = 300


@dataclass
class Tally:
    """Counts of answers, and findings with their first example.

    wrong: how many wrong requests each operation had. shown: those that everybody has asked.
    """

    answers: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    found: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    shown: set[str] = field(default_factory=set)

    def count(self, ask: Ask, answer: Answer) -> None:
        """One more answer."""
        self.answers[ask.operation.name][answer.status] += 1

    def find(self, sentence: str, ask: Ask, answer: Answer, who: str) -> None:
        """One more finding."""
        told = f"{who}, {ask.what}: {answer.status} {answer.text}"
        self.found[ask.operation.name, sentence].append(told[:LONGEST])

    @property
    def succeeded(self) -> frozenset[str]:
        """The operations that were answered with 2xx at least once."""
        return frozenset(
            name for name, counts in self.answers.items() if any(200 <= one < 300 for one in counts)
        )

    @property
    def statuses(self) -> Counter[int]:
        """All answers by status."""
        return sum(self.answers.values(), Counter())

    def table(self) -> Table:
        """Operation by status."""
        statuses = sorted(self.statuses)
        table = Table(title="How often each operation answered what (0: hung up)")
        for head in ("operation", *map(str, statuses)):
            table.add_column(head, justify="left" if head == "operation" else "right")
        for name, counts in sorted(self.answers.items()):
            table.add_row(name, *(str(counts[each] or "") for each in statuses))
        table.add_section()
        table.add_row("all", *(f"{self.statuses[each]:,}" for each in statuses))
        return table

    def told(self) -> list[str]:
        """The findings, a line for each kind, with its first example."""
        return [
            f"{name}: {sentence} ({len(examples)} times, first: {examples[0]})"
            for (name, sentence), examples in sorted(self.found.items())
        ]
