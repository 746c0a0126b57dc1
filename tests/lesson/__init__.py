"""A second aggregate, lessons learned, which proves that one takes a folder and nothing else."""
