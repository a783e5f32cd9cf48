"""Notices in prose into rows under their headings."""
