"""How Plaint gets onto machines: one that has nothing yet (bootstrap), or many of them."""
