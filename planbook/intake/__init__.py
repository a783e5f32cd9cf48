"""Word, Excel and text files of others into records, with every doubt told."""
