import pytest

from backfile.importers.html_roles import ROLES, find_roles


def roles(named: str) -> set[str]:
    return {role for number, role in enumerate(ROLES) if find_roles(named) >> number & 1}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("article-body", {"article", "body"}),
        ("storyBody", {"article", "body"}),
        ("entryContent", {"body", "main"}),
        ("c-related__list", {"related", "list"}),
        ("newsletter_signup", {"appeal"}),
        ("sidebarish", set()),
        ("", set()),
    ],
)
def test_words_of_a_class_name_roles(named: str, expected: set[str]) -> None:
    assert roles(named) == expected
