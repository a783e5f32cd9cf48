"""The website: pressed pages, filled frames, search, pictures, and the folder they go into."""
