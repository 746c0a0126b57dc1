"""7.2 Receipt of a complaint: received, forwarded, acted on at once, imported."""
