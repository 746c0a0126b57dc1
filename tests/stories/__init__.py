"""The stories that must be tellable: each through the public commands, to its trail as told."""
