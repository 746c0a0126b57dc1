"""Sentences for who complains, who acts for them and what they consent to (7.2, 4.9)."""

SENTENCES = {
    "ComplainantJoined": "Party {party_id} joined as a complainant ({kind})[, with complaint "
    "{from_id}][?must_agree: , who "
    "must accept the answer too].",
    "ComplainantLeft": "Party {party_id} is no longer a complainant: {ground_code}.",
    "ComplainantSubstituted": "Party {new_party_id} took the place of party {old_party_id}[, by "
    "document {document_id}].",
    "ConsentRecorded": "Party {party_id} [?is_given: consents][!is_given: does not consent] to "
    "{purpose_code} (consent {consent_id})[, as told in complaint {from_id}].",
    "PartyDetailsCorrected": "What is known of party {party_id} was corrected ({field_codes}), "
    "because {ground_code}.",
    "PartyIdentityVerified": "The identity of party {party_id} was checked by {method_code}, to "
    "the level {level_code}.",
    "RepresentationEnded": "Nobody acts for party {party_id} any more, because {ground_code}; "
    "letters go to party {correspondence_to}.",
    "RepresentativeAuthorised": "Party {representative_party_id} may act for party {party_id}, on "
    "the authority of {authority_basis_code}[, from {valid_from_on}][, until {valid_until_on}].",
}
