import re

from backfile.importers.lines import classify
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.units import Unit

STORY = (
    "The harbour office at Sandle will close its window on Fridays, the harbour board decided on Tuesday. Skippers who"
    " owe dues may leave them in the bucket by the door, as most of them have done since the war.\n\n"
    "The board will hear the skippers of Sandle in April, in the harbour office, which has had three windows since it"
    " was built in 1911. Of these two face the wall, and the third one faces the bucket.\n"
)


def texts(page: str, kind: str) -> list[str]:
    return [unit.text for unit in classify(read_paragraphs(page), "en").of_kind(kind)]


def test_a_masthead_of_words_that_the_body_holds_is_no_headline() -> None:
    page = f"The Sandle Harbour Office Window\n\nFridays off\n\n{STORY}\n© 2009 The Sandle Harbour Office Window"
    assert texts(page, "headline") == ["Fridays off"]
    assert texts(page, "source") == ["The Sandle Harbour Office Window"]


def test_a_line_with_a_lone_credit_below_is_a_caption_and_no_headline() -> None:
    caption = "The harbour office on Friday"
    page = f"Harbour bucket takes dues\n\n{caption}\nDrawing: Mina Osk\n\n{STORY}"
    assert texts(page, "headline") == ["Harbour bucket takes dues"]


def test_a_name_below_a_lone_by_is_the_byline_far_from_any_date() -> None:
    page = f"Harbour office shuts its window\n\nFridays off\nShare\nBy\nJonas Threll\nPrint\nShare\n\n{STORY}"
    assert texts(page, "byline") == ["Jonas Threll"]


def test_a_short_line_between_two_sign_up_lines_is_taken_out_with_them() -> None:
    box = "GET THE TIDES IN YOUR INBOX\nJonas’s weekly letter on the harbour, free, every Friday.\nSign me up"
    page = f"Harbour office shuts its window\n\n{STORY}\n{box}\n\n{STORY}"
    assert texts(page, "appeal") == box.split("\n")


def test_an_appeal_of_the_paper_in_a_story_about_an_appeal_is_taken_out() -> None:
    own = "We rely on readers like you. Please make a donation to our harbour reporting from the Sandle office today."
    page = f"Harbour appeal of Sandle passes its target\n\n{STORY}\n{own}\n\n{STORY}"
    assert texts(page, "appeal") == [own]


def test_the_opening_and_the_close_of_a_letter_belong_to_it() -> None:
    page = (
        f"The window of the harbour office\n\nFrom Mrs O. Tennant\n\nSir,\n\n{STORY}\nYours faithfully,\nOrla Tennant"
    )
    body = texts(page, "body")
    assert (body[0], body[-2:]) == ("Sir,", ["Yours faithfully,", "Orla Tennant"])


def test_a_page_without_prose_keeps_all_but_furniture() -> None:
    page = "Tide table\n\nSaturday 5 June 1982\n\nMenu\nSkarn 4.12\nSandle 4.31\nShare this page"
    assert texts(page, "body") == ["Skarn 4.12", "Sandle 4.31"]
    assert texts("Menu\nSkarn\nShare this page", "body") == []


def test_a_name_in_brackets_within_the_body_is_no_credit() -> None:
    page = f"Harbour office shuts its window\n\n{STORY}\nThe bucket was mended by a tinker (Mina Osk)\n\n{STORY}"
    assert not texts(page, "caption")


def test_prose_between_two_appeals_stays() -> None:
    page = f"Harbour office shuts its window\n\n{STORY}\nSubscribe\n\n{STORY}\nSubscribe\n"
    assert len(texts(page, "body")) == 4


def test_a_line_that_other_captures_have_too_is_taken_out() -> None:
    shared = "The harbour pages are made by the skippers of Sandle, who own them together"
    page = f"Harbour office shuts its window\n\n{STORY}\n• {shared}\n\n{STORY}"
    assert shared in texts(page, "body")
    found = classify(read_paragraphs(page), "en", frozenset(["• " + shared]))
    assert shared not in [unit.text for unit in found.of_kind("body")] and found.of_kind("body")


def test_a_page_that_was_saved_twice_keeps_its_text() -> None:
    page = f"Harbour office shuts its window\n\n{STORY}"
    found = classify(read_paragraphs(page), "en", frozenset(page.split("\n")))
    assert len(found.of_kind("body")) == 2


def test_what_is_taken_out_says_by_which_rules_and_how_sure_the_model_was() -> None:
    page = classify(read_paragraphs(f"Menu\n\nHarbour office shuts its window\n\n{STORY}"), "en")
    assert re.fullmatch(r"navigation, .*; 0\.\d\d article", page.verdicts[0].why)


def test_a_line_that_says_whose_the_page_is_ends_no_article() -> None:
    claim = "© 2009 Sandle Bucket Ltd. All rights reserved."
    assert texts(f"Harbour office shuts its window\n\nBy Jonas Threll\n\n{STORY}\n{claim}", "copyright") == [claim]
    sentence = "Copyright on the tide tables of 1911 has ended, the board said."
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(f"{claim}\n\n{sentence}\n\nCopyright © Sandle")]
    assert [unit.is_claim for unit in units] == [True, False, True]


def test_the_entries_of_a_list_that_the_text_announces_belong_to_it() -> None:
    entries = ["• a bucket, at 9 crowns", "• a lid", "• nothing at all"]
    page = f"Harbour office shuts its window\n\n{STORY}\nThe board may buy:\n\n" + "\n".join(entries)
    assert [text.lstrip("• ") for text in texts(page, "body")[-3:]] == [entry[2:] for entry in entries]


def test_the_entries_of_a_numbered_list_are_no_headings() -> None:
    entries = ["1. Bucket, 24 min", "2. Lid, 24 min and a bit", "3. Window, not seen since the start on Sunday"]
    page = f"Harbour office shuts its window\n\n{STORY}\nThe race ended so:\n" + "\n".join(entries) + f"\n\n{STORY}"
    assert not {*entries} & {*texts(page, "heading")} and {*entries} <= {*texts(page, "body")}


def test_what_stands_behind_an_inset_that_other_captures_have_too_is_still_of_the_article() -> None:
    inset = "Local reporting costs money. Would you give the bucket a coin?\nSo we can carry on, in all weathers."
    last = "The keeper of the bucket was not asked, and has not answered either."
    story = STORY.partition("\n\n")[0]
    page = read_paragraphs(f"Harbour office shuts its window\n\n{story}\n\n{inset}\n\n{last}\n\nMost read\n\nTides")
    found = [unit.text for unit in classify(page, "en", frozenset(inset.split("\n"))).of_kind("body")]
    assert found == [story, last]
