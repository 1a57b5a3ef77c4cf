import lxml.html

from backfile.importers.html_marks import Marks, fold_title, read_marks, words_of


def read(page: str) -> Marks:
    return read_marks(lxml.html.document_fromstring(page))


def test_meta_is_found_by_name_property_or_itemprop_whatever_the_case() -> None:
    marks = read(
        '<html lang="en-GB"><meta name="Author" content="Ann Lee"><meta property="author" content=" Bo  Ek ">'
        '<meta itemprop="keywords" content="ferries"><meta name="empty" content=""><p>x</p>'
    )
    assert marks.all("keywords", "author") == ["ferries", "Ann Lee", "Bo Ek"]
    assert (marks.first("nothing", "author"), marks.first("empty"), marks.language) == ("Ann Lee", "", "en-GB")


def test_headings_title_times_and_elements_that_name_authors_are_collected() -> None:
    marks = read(
        "<html><head><title> Ferry\n fire </title><link rel=canonical href='/a'></head><body><h1>Ferry <i>fire</i></h1>"
        "<p class='Byline'>Ann Lee</p><a rel=author>Bo Ek</a><time datetime='2011'>then</time>"
        "<meta itemprop=datePublished content=2012></body></html>"
    )
    assert (marks.title, marks.canonical) == ("Ferry fire", "/a")
    assert [words_of(heading) for heading in marks.headings] == ["Ferry fire"]
    assert [words_of(element) for element in marks.naming] == ["Ann Lee", "Bo Ek"]
    assert [element.tag for element in marks.times] == ["time", "meta"]


def test_scripts_are_no_words() -> None:
    element = lxml.html.fragment_fromstring("<p>Ann<script>x()</script><b>Lee</b></p>")
    assert words_of(element) == "Ann Lee"


def test_titles_are_compared_by_their_words() -> None:
    assert fold_title("“Ferry—ﬁre”, 2nd  day!") == fold_title("ferry FIRE 2nd day")
