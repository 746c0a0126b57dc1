"""7.7 and 7.8 Response to a complaint: decided, communicated, accepted, set aside."""
