"""4.10 Confidentiality: consent, disclosure, breaches, requests for the record, holds, erasure."""
