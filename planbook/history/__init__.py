"""What changed between two versions of the book, and what Git knows of it."""
