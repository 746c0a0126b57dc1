"""The relay to the topic, and the projections that read it."""
