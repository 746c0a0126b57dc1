"""Plaint over HTTP: one route for each command, a few for questions, and a door that is shut."""
