"""6.2 and 7.1 Deadlines of a complaint: set, met, missed, paused, extended, counted again."""
