"""Which stream a word names: a uuid, a reference, or the reference of one legal entity."""

from collections.abc import Sequence
from uuid import UUID

from adapters.references import References
from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.errors import ErrorCategory
from services.commands.stream_heads import NotFound
from services.policies.policy_in_force import Policies
from services.queries.references import identifier, reference


class SeveralFound(LookupError):
    """Several legal entities gave this reference; say which one is meant."""

    category = ErrorCategory.NOT_FOUND

    def __init__(self, entities: Sequence[str]) -> None:
        super().__init__(
            f"the reference is known to several legal entities ({', '.join(entities)}): "
            "write ENTITY:REFERENCE"
        )
        self.entities = tuple(entities)


class Lookup:
    """Looks streams up in the record. policies: whose references need no entity."""

    def __init__(self, references: References, policies: Policies) -> None:
        self._references = references
        self._policies = policies

    async def find(self, word: str, of: AnyAggregate = COMPLAINT) -> UUID:
        """The stream of a uuid or a reference, asked of the record and not of a view.

        A reference is of the installation's legal entity, else of whichever other gave it;
        ``entity:C-…`` names one. Raises NotFound, SeveralFound.
        """
        if known := identifier(word):
            return known
        entity, _, typed = word.rpartition(":")
        wanted = reference(typed, of.letter)
        own = [entity or (await self._policies.in_force()).legal_entity]
        found = await self._references.by_reference(wanted, own, kind=of.stream_kind)
        if not found and not entity:
            others = await self._references.legal_entities()
            found = await self._references.by_reference(wanted, others, kind=of.stream_kind)
        if len(found) > 1:
            raise SeveralFound([one.legal_entity for one in found])
        if not found:
            raise NotFound(noun=of.noun)
        return found[0].stream_id
