"""``make fuzz``: every operation of the running API, asked rightly and wrongly by everybody."""
