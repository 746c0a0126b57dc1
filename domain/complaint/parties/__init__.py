"""7.2 and 4.9 Parties of a complaint: complainants, representatives, and what each may do."""
