"""What happens when: the only layer that knows all the others."""
