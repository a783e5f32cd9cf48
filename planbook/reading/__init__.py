"""YAML and Markdown into a Book, with every mistake of form."""
