"""7.7 and 7.9 Remedies: offered, accepted, carried out, failed (Annex F)."""
