"""7.8 Offering with a letter what the decision grants to whom it goes (Annex F)."""

from collections.abc import Iterable

from domain.complaint.acts import Act
from domain.complaint.authority.remedy_limits import authority_for
from domain.complaint.draft import Draft
from domain.complaint.events import ProposedRemedy, RemedyOffered
from domain.complaint.parts import Ids
from domain.complaint.remedies.remedy_rules import wanted
from domain.complaint.state import Decision


def offer_decided(draft: Draft, decision: Decision, act: Act | None = None) -> None:
    """Offer all that the decision grants."""
    offer(draft, decision, decision.remedies, act)


def offer(
    draft: Draft, decision: Decision, remedies: Iterable[ProposedRemedy], act: Act | None
) -> None:
    """Offer these, unless another letter, such as one that did not arrive, offered them."""
    for remedy in remedies:
        if remedy.remedy_id not in draft.complaint.remedies:
            draft.add(_offered(draft, decision, remedy), of=act)


def granted_to(decision: Decision, remedy: ProposedRemedy) -> Ids:
    """For whom a decision grants it: one person, else those of its own who complained then."""
    return (remedy.party_id,) if remedy.party_id else decision.whose


def _offered(draft: Draft, decision: Decision, remedy: ProposedRemedy) -> RemedyOffered:
    """The offer of a remedy of the decision; without approval, within the sender's authority."""
    rule_id = decision.authority_rule_id or authority_for(draft, wanted([remedy]))
    return RemedyOffered(
        remedy_id=remedy.remedy_id,
        source_code="decision",
        kind_code=remedy.kind_code,
        money=remedy.money,
        estimated_cost=remedy.estimated_cost,
        due_on=remedy.due_on,
        party_id=remedy.party_id,
        authority_rule_id=rule_id,
        approved_by=decision.approver,
    )
