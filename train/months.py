"""`make months`: writes down what CLDR calls the months, so that no worker has to look it up.

In: the languages whose months are looked for in any text. Out: `months.json` in the importers: for each language, the
names of each month as `printed_dates` compares them. A test holds the table to Babel's.
"""

import json
from pathlib import Path

from backfile.importers import printed_dates
from backfile.importers.printed_dates import LANGUAGES, look_up_months

TABLE = Path(printed_dates.__file__).with_name("months.json")


def write_table() -> str:
    """The text of the table: a language on a line."""
    rows = (f'"{code}": {json.dumps(_list(look_up_months(code)), ensure_ascii=False)}' for code in LANGUAGES)
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _list(months: dict[str, int]) -> list[str]:
    return [" ".join(sorted(name for name in months if months[name] == number)) for number in range(1, 13)]


if __name__ == "__main__":
    TABLE.write_text(write_table(), "utf-8")
