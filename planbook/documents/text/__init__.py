"""Texts and their encodings."""
