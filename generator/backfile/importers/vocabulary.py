"""The words that mark what isn't article text, and those that announce parts of an article.

Data and regular expressions, nothing else: words of any newspaper in several languages, never the name of a paper or
the text of a known page. `lines` weighs them.
"""

import re
from dataclasses import dataclass
from itertools import accumulate


def _any_of(alternatives: str) -> re.Pattern[str]:
    """One pattern of the expressions that stand on lines of their own."""
    return _compile(_split(alternatives), re.IGNORECASE)


def _any_in_small(alternatives: str) -> re.Pattern[str]:
    """The same, for a text that `fold` has made small: that takes a third of the time again."""
    return _compile(_by_letter(_split(alternatives)))


def fold(text: str) -> str:
    """A text in small letters, one for each of its characters."""
    return text.lower() if text.isascii() else text.replace("İ", "i").replace("ſ", "s").lower()


def _compile(parts: list[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """What begins at a word's edge is tried there alone: that takes a third of the time."""
    at_edge = "|".join(part.removeprefix(r"\b") for part in parts if part.startswith(r"\b"))
    elsewhere = "|".join(part for part in parts if not part.startswith(r"\b"))
    return re.compile("|".join(filter(None, [rf"\b(?:{at_edge})" if at_edge else "", elsewhere])), flags)


def _split(alternatives: str) -> list[str]:
    """The alternatives of expressions that stand on lines of their own."""
    return _part("|".join(filter(None, map(str.strip, alternatives.split("\n")))))


def _part(expression: str) -> list[str]:
    """The alternatives of an expression: at each bar that no bracket holds."""
    parts, depth = [""], 0
    for character in re.findall(r"\\.|.", expression):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _beginnings(parts: list[str]) -> set[str]:
    """The first words of expressions at a word's edge, as far as they are letters alone."""
    found = set()
    for part in parts:
        head, bracket, rest = part.removeprefix(r"\b").partition("(?:")
        inner, _, behind = rest.partition(")")
        for one in [f"{inner}{behind}" for inner in inner.split("|")] if not head else [f"{head}{bracket}"]:
            letters = re.match(r"[^\W\d_]+(?![?*])", one)
            assert letters, part
            found.add(letters[0] + (r"\b" if one[letters.end() :].startswith(" ") else ""))
    return found


@dataclass(frozen=True, slots=True)
class Marks:
    """Expressions of which one must fit a folded text: those that begin with `^` are tried at its start alone, by its
    first character where they tell it; of the others, those that begin with a letter beyond ASCII only where one is."""

    starts: dict[str, re.Pattern[str]]
    plain: re.Pattern[str] | None
    anywhere: re.Pattern[str] | None

    def fit(self, text: str) -> bool:
        start = self.starts.get(text[:1]) or self.starts.get("")
        pattern = self.plain if text.isascii() else self.anywhere
        return bool((start and start.match(text)) or (pattern and pattern.search(text)))


def _marks(alternatives: str) -> Marks:
    parts = _split(alternatives)
    starts: dict[str, list[str]] = {"": []}
    for opening in (one for part in parts if part.startswith("^") for one in _spell_out(part[1:])):
        # A letter that may be left out, or repeated, tells nothing.
        known = opening[:1].isalnum() and opening[1:2] not in {"?", "*", "{"}
        starts.setdefault(opening[0] if known else "", []).append(opening)
    always = starts[""]
    anywhere = [part for part in parts if not part.startswith("^")]
    plain = [part for part in anywhere if part.removeprefix(r"\b")[:1].isascii()]
    return Marks(
        {key: _compile([*own, *always] if key else always) for key, own in starts.items() if own},
        _compile(_by_letter(plain)) if plain else None,
        _compile(_by_letter(anywhere)) if anywhere else None,
    )


def _by_letter(parts: list[str]) -> list[str]:
    """Expressions, those with one first letter together: a letter is soon compared. They find the same as before."""
    letters: dict[tuple[str, str], list[str]] = {}
    rest = []
    for part in parts:
        edge = r"\b" * part.startswith(r"\b")
        for one in _spell_out(part.removeprefix(r"\b")):
            if one[:1].isalpha() and one[1:2] not in {"?", "*", "{"}:
                letters.setdefault((edge, one[0]), []).append(one[1:])
            else:
                rest.append(edge + one)
    return [f"{edge}{letter}(?:{'|'.join(own)})" for (edge, letter), own in letters.items()] + rest


def _spell_out(part: str) -> list[str]:
    """An expression that begins with alternatives, once for each."""
    if not part.startswith("(?:"):
        return [part]
    characters = re.findall(r"\\.|.", part)
    depths = accumulate((character == "(") - (character == ")") for character in characters)
    end = next(i for i, depth in enumerate(depths) if not depth)
    inner, rest = "".join(characters[3:end]), "".join(characters[end + 1 :])
    if rest[:1] in {"*", "+", "{"}:
        return [part]
    optional = _spell_out(rest[1:]) if rest.startswith("?") else []
    rest = rest.removeprefix("?")
    return [*(one for way in _part(inner) for one in _spell_out(way + rest)), *optional]


# A line that only parts others: `-----`, `* * *`. Dots may be somebody's silence.
RULE = re.compile(r"(?:[-\u2010-\u2015\u2212\u2500-\u257f=*_~+#·•<>|/\\^:] ?){3,}")
# The number of a page of a text that was printed or scanned: `- 3 -`, `Page 3 of 7`.
PAGE_NUMBER = re.compile(
    r"[-–—•·*\[\(]+ ?\d{1,4} ?[-–—•·*\]\)]+|"
    r"[-–—•·*\[\(]* ?(?:page|pag\.?|pg\.?|p\.|seite|s\.|página|pagina|sida|side|strana|strona|стр\.?) ?\d{1,4}"
    r"(?: ?(?:of|von|/|de|sur|di|av|z|из) ?\d{1,4})? ?[-–—•·*\]\)]*",
    re.IGNORECASE,
)
# What marks a short line as furniture, by kind; the order decides where two fit.
_OPENINGS = {
    "rule": rf"^{RULE.pattern}$",
    "copyright": r"""
        ^©
        ^\(c\) ?\d{4}
        ^copyright\b
        \ball rights reserved\b
        \balle rechten? v|\btous droits réservés|\btutti i diritti|\btodos (?:los derechos|os direitos)
        \bmed ensamrätt|\balla rättigheter|\balle rettighe(?:ter|der)|\bkaikki oikeudet|\bwszelkie prawa
        \bvšechna práva|\bvšetky práva|\bminden jog fenn|\btoate drepturile|\bsva prava|\bvse pravice
        \btüm hakları|\bhak cipta|все права защищены|усі права|всички права|με επιφύλαξη|版权所有|無断転載|무단 ?전재
        جميع الحقوق|כל הזכויות|सर्वाधिकार|版權所有|転載禁止|저작권자""",
    "comments": r"""
        ^\W*(?:[\d,.]+ )?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti)\b\W*\d*\W*$
        ^\W*(?:[\d,.]+ )?(?:reacties|kommentarer|комментарии|yorumlar?|评论|コメント|댓글)\b\W*\d*\W*$
        \b\d+ (?:comments|responses|replies)\b
        ^(?:view|show|read|hide|see|load|add|post|leave|write) .{0,20}\b(?:comments?|reply|replies)\b
        ^join (?:the|our|in the)\b.{0,30}(?:conversation|discussion|comment|forum|debate)
        ^(?:reply|report|recommend|upvote|like \(?\d+\)?)\b\W*\d*$
        \bcommenting (?:forum|rules|guid)
        \b(?:log|sign) in to (?:reply|comment)
        ^kommentar (?:schreiben|verfassen)|^laisser un commentaire|^deja (?:un|tu) comentario
        ^\W*(?:[\d,.]+ )?(?:komentarze|komentáře|komentari|kommentit|kommentera|kommentér|hozzászólások)\b\W*\d*\W*$
        ^\W*(?:[\d,.]+ )?(?:comentarii|коментарі|коментари|σχόλια|komentar|bình luận|التعليقات|תגובות)\W*\d*\W*$
        ^\W*(?:[\d,.]+ )?(?:評論|留言)\W*\d*\W*$
        ^(?:schreiben sie|diskutieren sie|réagir|commenter|comentar|commenta|reageer|napisz)\b.{0,30}$
        ^skriv (?:en|ein) \b.{0,30}$""",
    "sharing": r"""
        ^(?:click to )?(?:share|tweet|facebook|twitter|whatsapp|telegram|linkedin|pinterest|reddit)\b.{0,30}$
        ^(?:messenger|flipboard|e-?mail|print|copy link|copied|bookmark|save)\b.{0,30}$
        ^(?:teilen|drucken|merken|partager|imprimer|compart\w+|condividi|stampa|delen|dela|del|tulosta|jaa)\b.{0,30}$
        ^(?:udostępnij|поделиться|paylaş|分享|シェア|공유)\b.{0,30}$
        ^(?:link copied|article sharing|gift (?:this )?article)
        ^(?:sdílet|zdieľať|megosztás|distribuie|podijeli|поділитися|сподели|κοινοποίηση|bagikan|chia sẻ)\b.{0,30}$
        ^(?:kopier|kopiér|kopiera|kopioi|copier|copiar|copia|kopiuj) .{0,12}(?:l[ie]n[kc]|länk|lien|enlace)\w*$
        ^(?:شارك|שתפו|साझा करें|แชร์|分享到|シェアする|공유하기)|^artikel (?:teilen|drucken|merken|versenden|vorlesen)""",
    "notice": r"""
        \bcookies?\b|\bnotifications?\b|\bjavascript\b|\bprivacy (?:policy|notice)|\bdatenschutz|\bconsent\b
        \b(?:re|h)?captcha
        \b(?:terms|conditions) of (?:use|service)
        ^thank you for (?:register|sign|subscrib)
        \b(?:refresh|reload)\b.{0,40}\bpage\b
        \b(?:your|this) browser\b
        \badvert(?:isement|ising)?s?\b$
        ^(?:anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|реклама|広告)$
        \bad ?block|\blogged[ -]?in
        ^(?:log|sign) ?(?:in|on|out)\b|^(?:create|my) .{0,8}account|^register\b
        ^sponsored\b|^paid (?:content|post)
        ^(?:listen|watch|play)\b.{0,25}$
        ^(?:loading|sorry|error)\b
        \bpersonenbezogene|\bdrittanbieter|\bdrittplattform
        \bextern(?:e[nrs]?|a|o|í) (?:inhalt|content|innhold|innehåll)
        \bempfohlener (?:redaktioneller|externer)|\bredaktionell empfohlen|\beinwillig|\bzustimmen und
        \bdonnées personnelles|\bdatos personales|\bdati personali|\bdados pessoais|\bpersoonsgegevens
        \bpersonuppgift|\bpersonopplysning|\bpersonoplysning|\bhenkilötie|\bdan(?:e|ych) osobow|\bosobních údaj
        \bkişisel veri|персональн\w* дан|個人情報|个人信息|개인정보|\bçerez|\beväste|\bciasteczk|\binformasjonskaps
        \bpolitique de confidentialité|\bpolítica de privacidad|\bgizlilik
        ^(?:reklama|reklame|mainos|hirdetés|publicitate|διαφήμιση|iklan|quảng cáo|إعلان|פרסומת|विज्ञापन)\W*$
        ^(?:廣告|广告|광고)\W*$""",
    "appeal": r"""
        \bsubscri(?:be|ption|bers?)\b|\bnewsletters?\b|\bdonat(?:e|ion)|\byour support\b|\bfree trial\b
        \bsupport (?:us|our|the|independent|local|quality)\b.{0,40}(?:journalis|report|news|work|mission|us$)
        \bbecome a (?:member|supporter|patron)
        \bget .{0,40}in(?:to)? your inbox
        ^sign (?:me )?up\b|^(?:(?:enter|type(?: in)?) )?your e-?mail(?: address)?\b\W*$
        \babonn(?:ieren|ez|ement|ent|ieer|er)\b|\babbonati\b|\bsuscr(?:íb|ipci)|\bassin(?:e|ar|atura)\b|\bprenumerera\b
        \bunterstützen sie\b|\bsoutenez\b|подпис(?:ка|аться|ывайтесь)|订阅|購読|구독
        \bnyhe(?:ts|ds)brev|\bnieuwsbrief|\buutiskirje|\bhírlevél|\bbülten|\bzpravodaj|рассылк|розсилк|訂閱|メルマガ|뉴스레터
        \babonn?e(?:er|[rz]) |\babone ol|\btilaa\b|\bprenumer|\bpředplat|\bpredplat|\belőfiz|\bpretplat
        підпи(?:ска|шіться)
        \b(?:jetzt|gratis|kostenlos) (?:anmelden|abonnieren|testen|lesen|registrieren|herunterladen)
        \b(?:spenden sie|doneer|doner|lahjoita|wesprzyj|podpořte|bağış|пожертв|寄付|후원|تبرع)
        \b(?:whatsapp|telegram|youtube|instagram)[- ](?:kanal|channel|canal|gruppe|group)""",
    "related": r"""
        ^(?:more|related|recommended|popular|trending|most|latest|further|also|see also|featured|suggested)\b.{0,60}$
        ^(?:read (?:more|also|next|this)|next|previous|up next|don.t miss|you (?:may|might)|continue reading)\b.{0,60}$
        ^editors?.? (?:picks?|choice)\b.{0,60}$
        ^(?:mehr (?:zum|aus|von)|lesen sie|auch interessant|weitere|meistgelesen|lire aussi|à lire|sur le même)
        ^(?:lea también|más (?:en|sobre|leíd)|te puede|leia (?:também|mais)|veja também|leggi anche|lees ook|meer over)
        ^(?:läs (?:också|mer)|les også|læs også|lue myös|czytaj (?:też|także)|читайте|ayrıca|相关|関連|관련)
        ^(?:das könnte|könnte (?:sie|dich)|zum (?:artikel|thema|weiterlesen)|lies auch|meistgelesene)
        ^(?:passend (?:zum|dazu))
        ^(?:verwandte|empfohlene?|mehr (?:dazu|über|lesen)|hier lesen|auch lesen|hintergrund:|lesetipp)
        ^(?:lire (?:également|plus|la suite)|voir aussi|à (?:voir|découvrir)|articles? (?:liés|similaires|associés))
        ^(?:les plus (?:lus|vus)|nos derniers|lee también|te recomendamos|también (?:te|le)|ver también|lo más)
        ^(?:(?:noticias|notícias|artículos|artigos|articoli) (?:relacionad|correlat)|saiba mais|(?:as )?mais lidas)
        ^(?:ti potrebbe|potrebbe interess|per approfondire|i più letti|lees (?:meer|verder)|gerelateerd|meest gelezen)
        ^(?:bekijk ook|ook interessant|läs (?:även|vidare)|relater(?:at|te|ede)|mest (?:läst|lest|læst|lesið)|mer om)
        ^(?:fler(?:e)? (?:artiklar|nyheter|saker|nyheder|artikler)|se (?:också|også|även)|les mer|læs mere|mere om)
        ^(?:lesa meira|sjá (?:einnig|nánar)|tengd(?:ar|ir)|lue lisää|katso myös|luetuimm|aiheesta lisää)
        ^(?:czytaj (?:również|więcej)|zobacz (?:też|także|również|więcej)|przeczytaj|polecamy|powiązane|najczęściej)
        ^(?:čtěte|čítajte|přečtěte|prečítajte|souvisejíc|súvisiac|nejčtenější|najčítanejšie|mohlo by|více (?:o|k)\b)
        ^(?:kapcsolódó|olvass(?:a|on) (?:el|még|tovább)|legolvasottabb|ajánl|cit(?:ește|iți) (?:și|mai)|vezi și)
        ^(?:pročitajte|povezan[eio]|najčitanij|preberite|vezane (?:vijesti|vesti)|смотрите также|по теме|материалы по)
        ^(?:похожие|самое читаемое|ещё по|еще по|дивіться також|за темою|прочетете|още по|вижте (?:още|също)|свързани)
        ^(?:διαβάστε|δείτε (?:επίσης|ακόμα)|σχετικά (?:άρθρα|νέα)|ilgili (?:haber|konu)|çok okunan|diğer haber)
        ^(?:bunlar da)
        ^(?:haberin devamı)
        ^(?:baca (?:juga|selengkapnya)|(?:berita|artikel) terkait|terpopuler|lihat juga|xem thêm|đọc thêm)
        ^(?:tin liên quan|اقرأ (?:أيض|المزيد)|مواضيع ذات|شاهد أيض|الأكثر|קראו (?:גם|עוד)|כתבות נוספות|עוד בנושא)
        ^(?:यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|संबंधित)
        ^(?:อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง)
        ^(?:相關|推荐阅读|延伸[閱阅]|猜你喜欢|热门)
        ^(?:あわせて読みたい|おすすめ|ランキング|続きを読む|もっと見る|추천|많이 본|더보기)""",
    "navigation": f"^(?:{PAGE_NUMBER.pattern})$"
    + r"""
        ^(?:home(?:page)?|menu|search|close|open|skip|jump|back|top|toggle|contact|about|sitemap|help|faqs?)\b.{0,24}$
        ^(?:follow|find us|advertise|careers|jobs|e-?paper|apps?|rss|feeds?|archives?|categories|tags|topics)\b.{0,24}$
        ^(?:sections?|suche|startseite|impressum|kontakt|über uns|accueil|recherche|inicio|buscar|cerca)\b.{0,24}$
        ^(?:zoeken|sök|meny|hem|главная|поиск)\b.{0,24}$
        ^(?:menü|menu|themen|ressorts?|rubriken|mehr anzeigen|nach oben|zurück|weiter|schließen|fermer|retour)\b.{0,24}$
        ^(?:rubriques?|temas|secciones|volver|cerrar|chiudi|sezioni|terug|sluiten)\b.{0,24}$
        ^(?:tillbaka|stäng|tilbake|tilbage)\b.{0,24}$
        ^(?:lukk?|etusivu|haku|valikko|szukaj|strona główna|hledat|domů|kereső|keresés|acasă|căutare|pretraga)\b.{0,24}$
        ^(?:naslovnica|пошук|головна|начало|търсене|αρχική|anasayfa|ana sayfa|beranda|trang chủ)\b.{0,24}$
        ^(?:首页|首頁|ホーム|홈)\b.{0,24}$""",
}
OPENINGS = {kind: _marks(alternatives) for kind, alternatives in _OPENINGS.items()}
# What any of them needs: most lines are none of these.
ANY_OPENING = _marks("\n".join(_OPENINGS.values()))

# Who claims a page, beyond a sentence that is about copyright: the sign or the year behind the word, or the rights.
CLAIM = re.compile(
    r"\W*(?:©|\(c\)|copyright\W{1,4}(?:©|\(c\)|\d{4}))|.*\b(?:all rights reserved|alle rechte vorbehalten)\b"
)

# How a reader's letter begins and ends.
LETTER = _any_of(r"""
    ^(?:dear )?(?:sirs?|madam|sir or madam|sir/madam|mr\.? editor|editor)\W*$
    ^yours (?:faithfully|sincerely|truly|etc)\b.{0,40}$
    ^sehr geehrte (?:damen und herren|redaktion)\W*$|^mit freundlichen grüßen\b.{0,40}$""")
# What a paper says of itself and to its readers, anywhere in a paragraph; counted, not matched as a whole.
_SELF_TALK = r"""
    \bdonat\w+|\bsubscri\w+|\bunsubscribe\b|\bnewsletters?\b|\bpaywalls?\b|\bcookies?\b|\bnotifications?\b|\bmonthly\b
    \bsign(?:ing)? (?:me )?up\b|\blog(?:ged|ging)? ?in\b|\bregist(?:er|ering|ration) (?:for|with|to|now)
    \bprivacy policy\b|\bterms (?:of|and)\b|\bclick (?:here|on)\b|\bcancel any ?time\b|\bfree trial\b|\bbecome a\b
    \byour (?:support|donation|contribution|help|inbox|e-?mail|browser|account|preferences|data|privacy|settings)\b
    \byour (?:device|experience|membership|generosity|trust)\b
    \bour (?:\w+ )?(?:journalis\w+|report(?:ing|ers?)|newsrooms?|readers?|mission|website|site|app|supporters?)\b
    \bour (?:\w+ )?(?:members?|stories|coverage|editors?|partners|terms|newspaper|magazine|podcasts?|team|audience)\b
    \b(?:quality|independent|local|trusted|honest|free|fearless|public[- ]service) (?:journalism|reporting|news)\b
    \b(?:support|fund|power|sustain)(?:ing|s)? (?:us|our|the|independent|quality|local)\b|\bhelps? us\b
    \breaders like you\b|\bfollow us\b|\breading this\b|\bad(?:vert\w*)?-free\b
    \bwe (?:need|rely|depend|believe|choose|use|ask|know|never|cannot|can't|remain|publish|investigate|report)\b
    \bunser\w* (?:leser\w*|journalis\w*|redaktion|newsletter|angebot|arbeit|abonn\w*)\b|\babonn\w+|\bspenden?\b
    \bihre?\w* (?:unterstützung|spende|daten|e-mail\w*|einwilligung|browser)\b
    \bnotre (?:journal|rédaction|newsletter)|\bvotre (?:soutien|don|adresse|navigateur|abonnement)\b
    \bnuestr[oa]s? (?:periodismo|lector\w+|redacción|boletín)|\b(?:tu|su) (?:apoyo|donación|correo|navegador)\b
    \bsuscr[ií]\w+|\bil (?:tuo|vostro) (?:sostegno|contributo)\b
    \bnossos? (?:jornalismo|leitores)\b|\bseu (?:apoio|navegador|e-mail)\b
    \bunser\w* (?:app|kanal|website|seite|community|partner\w*|newsletter\w*|briefing)\b|\bpersonenbezogene\w*
    \bwiderruf\w*|\bdatenschutz\w*|\beinwillig\w*|\bdrittanbieter\w*|\bdrittplattform\w*|\bkostenlos\w*
    \bnieuwsbrie\w+|\bnyhetsbrev\w*|\bnyhedsbrev\w*|\buutiskirje\w*|\bhírlev\w+|\bbülten\w*|\bçerez\w*
    \bevästeet?\w*|\bciasteczk\w*|\bprenumer\w+|\bpředplat\w+|\bpredplat\w+|\belőfizet\w*|\babone\w*
    \bpersonuppgift\w*|\bpersonopplysning\w*|\bhenkilötie\w+|\bpersoonsgegevens\b|\bkişisel\b|\bgizlilik\b
    \bподпи[сш]\w+|\bпідпи[сш]\w+|\bрассылк\w+|\bрозсилк\w+|\bперсональн\w+ дан\w+"""
SELF_TALK = _any_in_small(_SELF_TALK)
# A word without which there is none of these.
SELF_TALK_BEGINNING = re.compile(rf"\b(?:{'|'.join(sorted(_beginnings(_split(_SELF_TALK))))})")
# A paper and its readers, in the first and second person. Speech between quotation marks is taken out before.
PERSONS = re.compile(r"\b(?:we|our|us|you|your|yours|wir|uns|unser\w*|sie|ihre?\w*|nous|notre|nos|vous|votre|vos)\b")
SPEECH = re.compile(r"“[^”]*”?|\"[^\"]*\"?|„[^“”]*[“”]?|«[^»]*»?|「[^」]*」?|(?<!\w)‘[^‘]*?’(?!\w)")
# The paper itself, and who speaks in it.
FIRST_PERSON = re.compile(r"\b(?:we|our|us|wir|uns|unser\w*|nous|notre|nos|nuestr[oa]s?|noss[oa]s?)\b")
# What only a paper asks its readers to do.
SIGN_UP = re.compile(r"\b(?:newsletters?|inbox|e-?mail|sign(?:ing)? (?:me )?up|subscri\w+|cookies?)\b")
# Beginnings of words, as `Unit.stems` has them, that are frequent where a paper speaks of itself or its readers, asks
# for something or explains its rules; each alone says little.
OF_PAPERS = frozenset(
    """suppo reade journ newsr edito subsc donat gift gifts month membe free signu signi email inbox cooki priva setti
    brows accou click butto offer cance petit signa reser repro conse permi comme moder opini corre amend clari
    podca episo liste alert follo partn adver newsl unsub renew trial paywa indep fundi funde contr help helps pleas
    thank your yours join today regis logge devic perso trust missi audie copyr right licen syndi unlim acces editi
    digit print paper websi stori share spam optio agree
    spend abonn leser lesen unter redak einwi daten werbu anmel abmel mitgl genos unabh beitr koste klick postf einst
    soute lectr lecte rédac publi accep infor navig inscr désin gratu adhér dons aidez
    apoyo apóya lecto perió socio socia suscr grati bolet donac hazte soste letto abbon redaz iscri casel grazi versa
    steun lezer redac onafh apoio leito assin jorna stöd läsar prenu nyhet grans anmä annon avreg abon sampt brug
    wespr wpłat czyte dołąc nieza подпи рассы польз подде чита конфи
    購読 寄付 支援 解約 読者 広告 登録
    inhal exter exklu kanal koste dritt einve wider
    çerez abone bülte kişis gizli tıkla payla üyeli kulla veril
    tilaa tilau uutis eväst käytt lahjo tieto jäsen prenu medle samty infor bidra nieuw doneer privé
    ciast newsl subsk wspar redak regul předp odběr souhl přihl nasta zprav előfi hírle támog felir hozzá adato
    розси підпи редак пожер регис согла рекла сайта досту
    会員 配信 無料 利用 規約 個人 情報 転載 禁止 掲載 会员 订阅 版权
    转载 客户 구독 저작 무단 배포 금지 제보 회원""".split()
)
# Words too frequent to say what a text is about, by their beginnings.
COMMON = frozenset(
    """that this with from have been were they their which would could there about after befor into over when more than
    will what your also some other these those where while only such then them becau being very most much many
    eine einen einer eines einem oder aber nicht kein keine wenn dass sich auch nach noch über sein haben hatte werde
    wurde durch gegen unter zwisc diese waren wird kann mehr
    dans pour avec mais plus sont était elle elles nous vous cette leur leurs aussi comme tout toute après
    para pero como este esta estos fuero sobre entre cuand tambi desde hasta isso pela pelo
    della delle degli dell nella sono anche come quest alla alle
    niet voor maar zijn deze door naar wordt hebbe
    inte till från eller efter även blev ikke etter också være
    jest jako przez oraz który która было были этот также после""".split()
)
# Words in which a report tells what happened.
PAST = frozenset(
    """was were had did said would could told went came became made took found began war waren hatte hatten wurde wurden
    sagte sagten était étaient avait avaient fut dit era eran fue había dijo werd zei hade sade var był była było был
    была были было""".split()
)
SAYING = re.compile(
    r"\b(?:said|says|told|added|adds|asked|replied|explained|recalled|announced|wrote|sagte?|erklärte?|a dit|dit|"
    r"a déclaré|dijo|disse|ha detto|zei|sade|sa)\b"
)

BY = re.compile(
    r"^(?:[•·|–—-]\s*)?(?:(?:words|text|story|report(?:ed|ing)?|written|posted|published|article|review|opinion|analysis|"
    r"interview|kommentar|bericht|eine analyse|von unserem korrespondenten|texte|testo|"
    r"this (?:post|article|story) (?:is|was) written)\s+)?"
    r"(?:(?:by|von|par|por|di|door|av|af)(?::|(?=\s))|by(?=[A-Z][a-z])|kirjoittanut|"
    r"(?:autor(?:in|a|es|zy)?|authors?|auteurs?|autore|autori|tekst|text|texte|testo|texto|words|written by|"
    r"contributors?|skribent|författare|journalist|автор|yazan|haber|szerző|írta):|written by|автор|yazan|"
    r"from(?=\s+(?:mrs?|ms|miss|dr|sir|lady|lord|prof|professor|rev|the rev)\b))\s*(?=\S)",
    re.IGNORECASE,
)
BY_ALONE = re.compile(
    r"(?:(?:\w+ )?by|von|par|por|di|door|av|af|authors?|autor(?:in|en|a|es)?|auteurs?|autore|автор|yazan)\s*:?",
    re.IGNORECASE,
)
# Within a line that holds a date as well: `Posted on 3 May 2001 by Ann Lee`.
BY_WITHIN = re.compile(r"\s(?:by|von|par|por)\s+(?=[^\W\d_a-z])")
# Who looked through a text, translated it or made its pictures didn't write it.
NO_BY = re.compile(
    r"\b(?:reviewed|edited|translated|checked|verified|produced|photo\w*|picture\w*|illustrat\w+|images?|video|curated|"
    r"presented|sponsored|powered|approved|designed|filed|recommended|stories|articles|posts|more) (?:[a-z]+ )?by\b",
    re.IGNORECASE,
)
# A name that isn't one person's: `Board Staff`, `Redaktion Ellery`.
COLLECTIVE = re.compile(
    r"(?:the )?(?:[A-Z][\w.&'’-]*\s){1,4}(?:[Tt]eam|[Ss]taff|[Ee]ditors|[Ee]ditorial (?:[Tt]eam|[Bb]oard|[Ss]taff)|"
    r"[Nn]ewsroom|[Dd]esk|Redaktion|[Cc]ontributors?|[Cc]orrespondents?)|"
    r"(?:Staff|Redaktion|Rédaction|Redacción|Redazione)(?:\s[\w.&-]+){0,2}"
)
# How an author is presented below the text: `Ann Lee is a reporter who covers harbours`.
PRESENTED = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][^\W\d_]*[.'’-]?[^\W\d_]*\s){1,3}[^\W\d_a-z][^\W\d_'’-]+)(?:,[^,]{2,40},)?\s"
    r"(?:is (?:an? |the )|covers |writes |joined |has (?:been|worked|written|covered) |works |reports |"
    r"ist (?:Redakt|Journalist|Autor|Korrespondent|freie)|est (?:journaliste|rédact))"
)
# Words that end a name where nothing else does: `Ann Lee Senior Reporter`, `Ann Lee The Ellery Mercury`.
BEHIND_NAME = re.compile(
    r"\s(?:Follow|Senior|Junior|Staff|Chief|Head|Deputy|Contributing|Associate|Assistant|Managing|Executive|Political|"
    r"Business|Founder|Sports?|Science|Health|Lifestyle|Technology|Economics?|Education|Environment|Foreign|Special|"
    r"Freelance|Guest|News|Tips|Email|View|See|Read|Last|Min|Author|The|For|At|Und|With|Uhr|Published|Updated|Posted|"
    r"Reviewed|Journalist\w*|Redakteur\w*|Redaktor\w*|Korrespondent\w*|Reporter\w*|Editor\w*|Writer\w*|Correspondent\w*|"
    r"Columnist\w*|Analyst\w*|Gardener|Director|Manager|President|Professor|Producer|Specialist|Partner|Expert|Consultant|"
    r"[A-Z]{3,})\b.*$"
)
# Behind a name and a comma: what somebody has learned.
CREDENTIAL = re.compile(r"[A-Z]\.?[A-Za-z]{0,3}\.?(?:[ -][A-Z]{1,5})?|[A-Z]{2,8}(?:-[A-Z]+)?|[A-Z]{2,6} \([^)]+\)")
# Behind a name: what somebody does, where another name could stand.
TRADES = re.compile(
    r"\b(?:\w*(?:correspondent|redakteur|journalist|korrespondent)\w*|editor|reporter|writer|staff|columnist|critic|"
    r"contributor|author|officer|director|manager|president|professor|analyst|founder|producer|m\.?d|ph\.?d|updated?|"
    r"published?)\b",
    re.IGNORECASE,
)
# Stand with capitals in lines that are nobody's name.
NO_PERSONS = re.compile(
    rf"{TRADES.pattern}|\b(?:the|and|of|no|comments?|living|our|show|find|in|on|at|to|for|with|your|my|all|new|more|most|last|first|read|reading|time|min|"
    r"minutes?|news\w*|posted|share|print|page|photos?|videos?|image|story|article|edition|blog|post|home|contact|about|"
    r"sign|log|team|press|media|group|company|department|office|university|city|street|stand|uhr|seite|artikel|lesezeit|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|united|states|north|south|east|west|los|san)\b",
    re.IGNORECASE,
)
# Korean and Japanese bylines name the trade behind the name.
BY_TRADE = re.compile(r"^(?P<name>[\w・ ]{2,12}?)\s*(?:기자|특파원|記者|记者)(?:\s.*)?$")
# Who made a picture: each form names it in its only group.
_PICTURES = (
    r"photo(?:graph(?:s|y)?|s)?|pictures?|images?|illustrations?|drawings?|dessins?|zeichnung(?:en)?|dibujos?|disegn[oi]|foto(?:s|graf(?:ía|ia|ie)?)?|bild|bilder|crédits?|"
    r"imagen|imagem|kuva|zdjęcie|фото|写真|사진|credit|courtesy"
)
_PICTURE = f"(?:{_PICTURES})"
_MAKERS = "AP|AFP|Reuters|dpa|EPA|PA|ANSA|EFE|Bloomberg|Getty|Shutterstock|Alamy|imago|picture alliance"
_STOCKS = r"Getty Images|Getty|Shutterstock|Alamy|iStock(?:photo)?|picture alliance|Imago|Unsplash"
_STOCK = f"(?:{_STOCKS})"
# What every credit and caption holds, in small letters.
CREDITED = _compile(_by_letter(_part(rf"{_PICTURES}|{_STOCKS.lower()}|\)|\]|/|©")))
CREDITS = (
    re.compile(
        rf"[(\[]{_PICTURE}?(?:\s+by|:)?\s*([^()\[\]]{{0,60}}\b(?:{_MAKERS})\b[^()\[\]]{{0,40}})[)\]]\W*$", re.IGNORECASE
    ),
    re.compile(
        rf"\b{_PICTURE}\s*(?:by\b|credits?|von\b|de\b|:|©|/)[\s:]*(\S(?:[^(]|\([^()]*\)){{1,70}}?)\)?$", re.IGNORECASE
    ),
    re.compile(r"(?:^|[.!?…]['\"”’»]* )\(([A-Z][A-Z .,/&'-]{2,50})\)$"),
    re.compile(
        r"^\(?((?:[\w.'-]+(?: [\w.'-]+){0,3}\s?/\s?)?(?:(?:AFP|AP|Reuters|dpa|EPA|PA|ANSA|EFE)\s?(?:/|via)\s?)?"
        rf"{_STOCK}(?:\s?/\s?\S.{{0,30}})?)\)?$",
        re.IGNORECASE,
    ),
    re.compile(r"^((?:[A-Z][\w.'-]+ ){1,3}/ ?(?:AFP|AP|Reuters|dpa|EPA|PA|ANSA|EFE|Getty))\b[^.]{0,20}$"),
    re.compile(r"^©\s?((?!\d{4}|[Cc]opyright)[^\d]{2,50})$"),
)
# What a line ends with that may be a credit where no word says so.
BRACKETS = re.compile(r"[(\[]([^()\[\]\d]{3,60})[)\]]\.?$")
# Begins a caption, or a credit.
PICTURE_START = re.compile(r"\W*(?:photo(?:graph)?s?|(?:picture|image|illustration|drawing)s?|foto|bild)\s*:\s*", re.I)
# The small words that a credit may hold; others make a sentence.
CREDIT_SMALL = frozenset("of the for and by via at from courtesy staff file archive handout library supplied".split())
# What stands between a caption and the name of a credit.
CREDIT_WORD = re.compile(rf"[(\[]?\b{_PICTURE}?\s*(?:by|credits?|von|de)?[\s:©/]*$", re.IGNORECASE)
# How a credit begins that stands apart from its caption.
CREDIT_WORD_START = re.compile(
    rf"^\W*(?:{_PICTURE}|image source|copyright|quelle|source)?(?:\s+(?:by|credits?|von|de))?\s*[:©]\s*"
    rf"|^copyright\s+|^{_PICTURE}\s+by\s+",
    re.IGNORECASE,
)
TAGS = re.compile(
    r"^(?:tags?|topics?|keywords?|themen|schlagw[oö]rter|mots[- ]clés|étiquettes|etiquetas|temas|argomenti|trefwoorden|"
    r"taggar|emneord|теги|etiketler)\s*:\s*(?P<tags>\S.*)$",
    re.IGNORECASE,
)
UPDATED = _any_of(r"""
    \b(?:updated?|modified|revised|edited|aktualisiert|geändert|stand:|mise? à jour|modifi|actualizad|actualizat)
    \b(?:atualizad|aggiornat|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|uuendatud|atnaujint|atjaun)
    \b(?:z?aktuali[zs]|frissít|frissül|ažuriran|posodobljen|обновл|оновлен|актуализиран|ενημ[εέ]ρ|güncelle|cập nhật)
    \b(?:diperbarui|dikemas kini|تحديث|עודכן|עדכון|수정)|更新|अपडेट|อัปเดต""")
PUBLISHED = _any_of(r"""
    \b(?:published?|posted|first|issued|created|veröffentlicht|erschienen|erstellt|publié|publicad|publicat|pubblicat)
    \b(?:gepubliceerd|geplaatst|publicerad|publisert|publiceret|offentliggjort|udgivet|julkaistu|avaldatud|paskelbt)
    \b(?:publicēts|opublikowan|data publikacji|publikován|publikovan|vydáno|zveřejněn|megjelent|közzétéve|objavljen)
    \b(?:опубликован|опубліковано|публикуван|δημοσι|yayın|diterbitkan|dipublikasikan|نشر|פורסם|公開|入力|입력|등록)
    公開|掲載|配信|发布|發布|发表|發表|प्रकाशित|เผยแพร่""")
AGENCIES = {
    name.casefold(): name
    for name in (
        "AP", "Reuters", "AFP", "dpa", "PA", "UPI", "ANSA", "EFE", "TASS", "Xinhua", "Kyodo", "Yonhap", "IANS", "PTI",
        "ANI", "epd", "KNA", "APA", "SID", "NTB", "Ritzau", "STT", "Lusa", "Belga", "ANP", "ČTK", "PAP", "MTI",
        "Interfax", "AAP", "CP", "KCNA", "DDP", "DAPD", "Jiji", "Anadolu", "KUNA", "MENA", "SANA", "IRNA", "Bernama",
        "Antara", "WAM", "SPA", "BTA", "Agerpres", "TASR", "Tanjug", "Hina", "Fena", "BNS", "ELTA", "LETA", "Ukrinform",
        "Notimex", "Télam", "Europa Press", "Keystone-SDA", "dpa-AFX", "RIA Novosti", "Agência Brasil", "Prensa Latina",
    )
} | {
    "the associated press": "AP", "associated press": "AP", "agence france-presse": "AFP", "press association": "PA",
    "pa media": "PA", "deutsche presse-agentur": "dpa", "the canadian press": "CP", "canadian press": "CP",
    "united press international": "UPI", "australian associated press": "AAP", "press trust of india": "PTI",
    "kyodo news": "Kyodo", "yonhap news agency": "Yonhap", "thomson reuters": "Reuters", "xinhua news agency": "Xinhua",
}  # fmt: skip
# What may stand behind the name of a paper in its masthead.
EDITION = re.compile(
    r"\s+(?:--|[|–—:·-])\s+|\s+(?:online|digital|web ?site|electronic edition|web edition|news online)$", re.IGNORECASE
)
# The way from the home page to an article: `You are here: Home / Council`.
TRAIL = re.compile(
    r"(?:you are here:?\s*|sie sind hier:?\s*)?(?:home(?:page)?|startseite|accueil|inicio|portada|hem|start|forside)"
    r"\s*[>/»›]\s*(?P<steps>\S.*)$",
    re.IGNORECASE,
)
# How the names of many papers begin.
ARTICLES = frozenset(
    ["the", "el", "la", "los", "las", "le", "les", "il", "lo", "o", "a", "der", "die", "das", "de", "het"]
)
SECTIONS = frozenset(
    re.findall(
        r"\w+",
        """news world uk us politics business economy money finance markets sport sports football culture arts
        entertainment music film books tv travel food lifestyle life health science tech technology environment
        climate education opinion comment editorial analysis features magazine local national international europe
        asia africa americas letters obituaries property motoring cars crime society religion style fashion
        weather nachrichten politik wirtschaft gesellschaft kultur wissen wissenschaft reise meinung panorama
        lokales regional monde politique économie société sciences santé mundo política economía sociedad deportes
        ciencia cultura opinión mondo economia cronaca esteri sport spettacoli mundo esporte nyheter ekonomi
        kultur wereld binnenland buitenland политика экономика общество мир спорт культура""",
    )
)
