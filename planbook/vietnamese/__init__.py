"""Vietnamese words: their alphabet, their forms for searching, what they say of time."""
