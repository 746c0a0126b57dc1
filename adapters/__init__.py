"""What the outside speaks: one outside thing per module, behind the ports that services use."""
