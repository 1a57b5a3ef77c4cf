"""Bytes to text; home of ftfy and chardet.

In: a file's bytes, and the charset that the file itself declares, if any. Out: its text, with `\\n` alone between
lines, and the encoding it was in. Text that was decoded wrongly before it was saved (mojibake) is put right; text that
is right is never changed, and no quote, ligature or space is restyled. Never fails: what can't be read becomes U+FFFD.
"""

import codecs
import re

import chardet
import ftfy
from ftfy.badness import is_bad

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Pages that declare these hold the larger set, by the WHATWG encoding standard and in practice.
_LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
_WESTERN = ("cp1252", "iso8859-15")
# How common formats begin that are no text, even where they hold no NUL byte.
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"{\\rtf", b"II*", b"MM\0")
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SEQUENCES = re.compile(rb"(?:[\x00-\x7f]|%b)+" % _SEQUENCE.pattern)
# One pass tells whether any of the next two is there.
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# How a UTF-8 sequence looks that was read as Windows-1252 or -1251; a quick test before the thorough one, and quicker
# for beginning with one set of letters.
_SUSPECT = re.compile(r"[\x80-\x9fÂ-ôВ-у](?:(?<=[\x80-\x9f])|[^\x00-\x7f])")
_BREAKING_SPACE = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_ENOUGH_FOR_CHARDET = 200_000
# Where ISO 8859-15 has `€ŠšŽžŒœŸ`, Windows-1252 has signs. Of other bytes only those of `_C1` tell the two apart:
# Windows-1252 alone makes characters of them.
_SIGNS = re.compile("[¤¦¨´¸¼½¾]")
_C1 = re.compile(rb"[\x80-\x9f]")
# Such a sign that makes more sense as the letter or as the euro: within a word or before one, beside a number. What
# stands behind a number is a fraction (`3½km`), and an acute an apostrophe or a quote (`don´t`).
_LETTERS = re.compile(
    r"(?<=[^\W\d_])[¨¸½]|(?<=[^\W\da-zß-ÿ_])[¦¼¾]|(?<![\w¼½¾])(?<![\d¼½¾] )[¦¨¸¼½¾](?=[^\W\d_])"
    r"|¤(?= ?\d)|(?<=\d)¤|(?<=\d )¤"
)
_WESTERN = ("cp1252", "iso8859-15")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a file and its encoding: by its byte order mark, as UTF-8, as declared, or as chardet judges."""
    text, encoding = _decode(data, declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SUSPECT.search(text):
        text = "\n".join(_repair(line) for line in text.split("\n"))
    return _STRAY.sub("", _BREAKING_SPACE.sub(" ", text)) if _ODD.search(text) else text, encoding


def is_text(data: bytes) -> bool:
    """Whether a file is text as it stands: neither a picture, PDF, archive or other binary file nor a mail or MHTML."""
    head = data[:4096]
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return True
    return not (head.startswith(_BINARY) or b"\0" in data or _MULTIPART.search(head))


def is_unsure(data: bytes, encoding: str) -> bool:
    """Whether a text of western Europe holds bytes of which some speak for Windows-1252, some for ISO 8859-15."""
    letters, signs = _weigh_signs(data) if encoding in _WESTERN else (0, 0)
    return letters > 0 and signs > 0


def _decode(data: bytes, declared: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    try:
        # The one encoding that is made of ASCII bytes, and so is valid UTF-8: its escapes give it away.
        return (data.decode("iso2022_jp"), "iso2022_jp") if b"\x1b$" in data else (data.decode(), "utf-8")
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data):
        return _decode_damaged(data), "utf-8"
    for encoding in (_find_codec(declared), _guess(data)):
        if encoding:
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return data.decode("cp1252", "replace"), "cp1252"


def _is_damaged_utf8(data: bytes) -> bool:
    """Most bytes above ASCII form UTF-8 sequences: a cut, a lone surrogate or a pasted line spoiled the rest.

    In the Chinese, Japanese and Korean encodings pairs look like sequences by chance, hence the high bar.
    """
    high = sum(byte >= 0x80 for byte in data)
    return sum(map(len, _SEQUENCE.findall(data))) >= 0.9 * high


def _decode_damaged(data: bytes) -> str:
    """UTF-8, with the bytes that form no sequence read as Windows-1252, from which they were most likely pasted."""
    parts, end = [], 0
    for match in _SEQUENCES.finditer(data):
        parts += [_decode_stray(data[end : match.start()]), match.group().decode("utf-8", "replace")]
        end = match.end()
    return "".join([*parts, _decode_stray(data[end:])])


def _decode_stray(data: bytes) -> str:
    """Letters of Windows-1252; one U+FFFD for bytes that only a broken sequence leaves behind."""
    broken = len(data) > 1 or data < b"\xa0"
    return "\ufffd" if data and broken else data.decode("cp1252")


def _find_codec(name: str) -> str:
    try:
        codec = codecs.lookup(name.strip()).name
        b"a".decode(codec)  # fails for a codec that makes no text, such as base64
    except (LookupError, ValueError):
        return ""
    return _LARGER.get(codec, codec)


def _guess(data: bytes) -> str:
    """As chardet judges, but for ISO 8859-15, which few ever wrote: only bytes that make sense there alone tell it."""
    guess = _find_codec(chardet.detect(data[:_ENOUGH_FOR_CHARDET])["encoding"] or "")
    if guess not in _WESTERN:
        return guess
    letters, signs = _weigh_signs(data)
    return "iso8859-15" if letters > signs else "cp1252"


def _weigh_signs(data: bytes) -> tuple[int, int]:
    """How many of the bytes that Windows-1252 and ISO 8859-15 read differently make sense as letters, and how many as
    signs; none if other bytes tell that the text is Windows-1252."""
    if _C1.search(data):
        return 0, 0
    text = data.decode("latin-1")
    letters = len(_LETTERS.findall(text))
    return letters, len(_SIGNS.findall(text)) - letters


def _repair(line: str) -> str:
    """A line without mojibake. ftfy's own measure must find the line bad, and good afterwards, or it stays."""
    if line.isascii() or not _SUSPECT.search(line) or not is_bad(line):
        return line
    fixed: str = ftfy.fix_encoding(line)
    return fixed if not is_bad(fixed) and "\n" not in fixed else line
