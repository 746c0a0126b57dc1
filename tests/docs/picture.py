"""The states and what leads from one to another, as a Mermaid picture and as a table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from domain.complaint.lifecycle import ENDED, State
from tests.docs.transitions import STATES, Transition

OPEN: tuple[State, ...] = tuple(state for state in STATES if state not in ENDED)
ANY_OPEN = "OPEN"
MANY = 3
Edge = tuple[str, str]


def picture(transitions: Iterable[Transition]) -> str:
    """The picture; what holds for every open state, or leads to many, is drawn to OPEN."""
    lines = ["```mermaid", "stateDiagram-v2", f'    state "any open state" as {ANY_OPEN}']
    for (before, after), events in _edges(transitions).items():
        lines.append(f"    {before} --> {after}: {', '.join(events)}")
    ends = [f"    {state} --> [*]" for state in STATES if state in ENDED]
    return "\n".join([*lines, *ends, "```"])


def table(transitions: Iterable[Transition]) -> str:
    """For each event the states that it leads from and to."""
    rows = [
        f"| `{event}` | {before or 'none'} | {', '.join(sorted(after, key=STATES.index))} |"
        for event, steps in _by_event(transitions).items()
        for before, after in steps.items()
    ]
    return "\n".join(["| event | from | to |", "|---|---|---|", *rows])


def _by_event(
    transitions: Iterable[Transition],
) -> Mapping[str, Mapping[State | None, set[State]]]:
    found: dict[str, dict[State | None, set[State]]] = defaultdict(lambda: defaultdict(set))
    for one in transitions:
        found[one.event][one.before].add(one.after)
    return found


def _edges(transitions: Iterable[Transition]) -> Mapping[Edge, Sequence[str]]:
    edges: dict[Edge, list[str]] = defaultdict(list)
    for event, steps in _by_event(transitions).items():
        for edge in _drawn(steps):
            if event not in edges[edge]:
                edges[edge].append(event)
    return edges


def _drawn(steps: Mapping[State | None, set[State]]) -> Iterable[Edge]:
    from_all = {to for to in STATES if _is_from_all(steps, to)}
    for state in sorted(from_all, key=STATES.index):
        yield ANY_OPEN, state
    for before, afters in steps.items():
        left = [s for s in STATES if s in afters and not (s in from_all and before in OPEN)]
        opened = [state for state in left if state in OPEN]
        if len(opened) >= MANY:
            yield before or "[*]", ANY_OPEN
            left = [state for state in left if state not in opened]
        for state in left:
            yield before or "[*]", state


def _is_from_all(steps: Mapping[State | None, set[State]], to: State) -> bool:
    """Whether every open state leads there, but for the state itself."""
    return all(to == state or to in steps.get(state, set()) for state in OPEN)
