"""The press: MkDocs turns Markdown into pages and frames."""
