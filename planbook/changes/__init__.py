"""What changed between two versions of the book, and when Git says so."""
