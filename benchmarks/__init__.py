"""How long, how much and how big: the build beside its peers, on the same tasks."""
