"""A PDF into paragraphs and tables."""
