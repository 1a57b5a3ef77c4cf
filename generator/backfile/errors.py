"""The few exceptions that stop a command, printed without a traceback; bad material is a `model.Problem` instead.

BackfileError             a broken set-up, exit code 2; has a hint
├── SettingsError         backfile.toml can't be used
├── ThemeError            the theme as a whole can't be used
└── ArchiveError          the folder is no archive, is locked, or can't be written
KeyboardInterrupt         Ctrl-C, exit code 130
└── ImportStopped         in the midst of an import; knows how many articles were made
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


class ImportStopped(KeyboardInterrupt):
    """Ctrl-C in the midst of an import: how many articles it had `made`."""

    def __init__(self, made: int) -> None:
        super().__init__(made)
        self.made = made


class ArchiveError(BackfileError):
    """The folder is no archive, is locked, or can't be written."""
