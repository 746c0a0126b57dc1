"""The public names of Plaint: what others build on, wherever it lies inside."""
