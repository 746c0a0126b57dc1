"""The servers that Plaint starts itself, and the environment they come from."""
