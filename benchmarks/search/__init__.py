"""How well and how fast the site's search finds tasks, beside other engines on the same tasks."""
