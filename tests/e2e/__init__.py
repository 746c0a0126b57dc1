"""The whole of Plaint as its users start it: real servers, real processes, real kills."""
