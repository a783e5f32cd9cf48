"""Plans and tasks of an office, from YAML and Markdown to a public website."""

__version__ = "0.2.0"
