"""Hunts for lost and doubled events on real servers: short in the tests, long in ``make soak``."""
