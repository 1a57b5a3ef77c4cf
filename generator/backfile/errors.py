"""The few exceptions that stop a command; all are printed without a traceback and end it with exit code 2.

    BackfileError             a broken set-up; has a hint
    ├── SettingsError         backfile.toml can't be used
    ├── ThemeError            the theme as a whole can't be used
    └── ArchiveError          the folder is no archive, is locked, or can't be written

Bad material (one article, one capture) is never an exception: it is a `model.Problem`.
"""


class BackfileError(Exception):
    """A broken set-up: what is wrong, and in `hint` what would mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SettingsError(BackfileError):
    """backfile.toml can't be used."""


class ThemeError(BackfileError):
    """The theme as a whole can't be used."""


class ArchiveError(BackfileError):
    """The folder is no archive, is locked, or can't be written."""
