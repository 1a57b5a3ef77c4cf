"""The few exceptions that stop a command, printed without a traceback; bad material is a `model.Problem` instead.

BackfileError             a broken set-up, exit code 2; has a hint
├── SettingsError         backfile.toml can't be used
├── ThemeError            the theme as a whole can't be used
├── ArchiveError          the folder is no archive, is locked, or can't be written
└── DamageError           a database in .backfile/ was damaged, and is out of the way; the command may be run again
ImportStopped             Ctrl-C in the midst of an import, a KeyboardInterrupt, exit code 130
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


class DamageError(BackfileError):
    """A database in .backfile/ was damaged in the midst of a command, and is out of the way now."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "run the command again; if that doesn't help, delete the folder .backfile/")


class ImportStopped(KeyboardInterrupt):
    """Ctrl-C in the midst of an import: how many articles it had `made`."""

    def __init__(self, made: int) -> None:
        super().__init__(made)
        self.made = made


class ArchiveError(BackfileError):
    """The folder is no archive, is locked, or can't be written."""
