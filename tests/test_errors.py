"""Errors: every broken set-up is one exception to catch, with a hint to print."""

import pytest

from backfile import errors
from backfile.errors import ArchiveError, BackfileError, SettingsError, ThemeError


@pytest.mark.parametrize("kind", [SettingsError, ThemeError, ArchiveError])
def test_every_broken_set_up_is_a_backfile_error_with_its_own_hint(kind: type[BackfileError]) -> None:
    error = kind("it is broken", "mend it")
    assert isinstance(error, BackfileError)
    assert (str(error), error.hint) == ("it is broken", "mend it")


def test_a_hint_may_be_missing() -> None:
    assert BackfileError("it is broken").hint == ""


def test_the_module_draws_all_its_errors() -> None:
    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert all(name in (errors.__doc__ or "") for name in defined)
    assert defined == {"BackfileError", "SettingsError", "ThemeError", "ArchiveError", "DamageError", "ImportStopped"}
