"""Tables of tasks into rows under their headings."""
