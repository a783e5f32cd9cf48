"""A document into the page of a new plan."""
