"""What questions are asked of, as ports: an installation has all of it."""

from typing import Protocol

from adapters.data_keys import DataKeys
from adapters.record import Record
from adapters.references import References
from adapters.secrets import Secrets
from adapters.view_answers import ViewAnswers
from services.policies.policy_in_force import PolicyBook


class Parts(Protocol):
    """The record, its keys and its policies, the views, and the secrets that sign."""

    @property
    def secrets(self) -> Secrets:
        """Of the installation."""

    @property
    def record(self) -> Record:
        """Events and sealed blobs."""

    @property
    def keys(self) -> DataKeys:
        """What sealed blobs are opened with."""

    @property
    def policies(self) -> PolicyBook:
        """What was adopted."""

    @property
    def views(self) -> ViewAnswers:
        """What was folded."""

    @property
    def references(self) -> References:
        """Which stream each belongs to."""
