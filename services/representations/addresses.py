"""Where the API takes each command, for the API and for whoever asks it."""

from domain.decider import AnyDecider


def path_of(decider: AnyDecider) -> str:
    """The address of a command, ``{complaint}`` in the place of the complaint."""
    where = "/v1/complaints" if decider.begins else "/v1/complaints/{complaint}"
    return f"{where}/{decider.address}"
