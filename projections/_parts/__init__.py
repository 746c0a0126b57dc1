"""Parts of rows that several views share, each folded from the events about it."""
