"""Plans and tasks of an office, from YAML and Markdown to a public website."""
