"""Why a file cannot or must not be read: the rest of a Vietnamese sentence that begins with its name."""


class UnreadableError(Exception):
    """A file that cannot be read; the message follows “Tệp “…”” and has no full stop."""
