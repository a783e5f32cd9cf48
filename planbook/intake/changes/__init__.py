"""What a later document changes of a plan."""
