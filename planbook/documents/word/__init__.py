"""A Word document into paragraphs and tables."""
