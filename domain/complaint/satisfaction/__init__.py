"""8.3 Satisfaction: who is asked how the handling was (ISO 10004)."""
