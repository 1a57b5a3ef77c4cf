"""The words that mark what isn't article text, and those that announce parts of an article.

Data and regular expressions, nothing else: words of any newspaper in several languages, never the name of a paper or
the text of a known page. `lines` weighs them.
"""

import re


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


# How a short line of furniture begins, by kind; the order decides where two fit.
OPENINGS = (
    ("copyright", _words(r"^©", r"^\(c\) ?\d{4}", r"^copyright\b", r"\ball rights reserved\b", "alle rechte vorbehalten",
                         "tous droits réservés", "todos los derechos", "todos os direitos", "tutti i diritti",
                         "alle rechten voorbehouden", "版权所有", "無断転載", "무단 ?전재", "все права защищены")),
    ("comments", _words(r"^\W*(?:[\d,.]+ )?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|"
                        r"reacties|kommentarer|комментарии|yorumlar?|评论|コメント|댓글)\b\W*\d*\W*$",
                        r"\b\d+ (?:comments|responses|replies)\b", r"^(?:view|show|read|hide|see|load|add|post|leave|write) .{0,20}\b(?:comments?|reply|replies)\b",
                        r"^join (?:the|our|in the)\b.{0,30}(?:conversation|discussion|comment|forum|debate)",
                        r"^(?:reply|report|recommend|upvote|like \(?\d+\)?)\b\W*\d*$", r"\bcommenting (?:forum|rules|guid)",
                        r"\b(?:log|sign) in to (?:reply|comment)", r"conversations?, follow .{0,30}readers",
                        "^kommentar (?:schreiben|verfassen)", "^laisser un commentaire", "^deja (?:un|tu) comentario")),
    ("sharing", _words(r"^(?:click to )?(?:share|tweet|facebook|twitter|whatsapp|telegram|linkedin|pinterest|reddit|"
                       r"messenger|flipboard|e-?mail|print|copy link|copied|bookmark|save|teilen|drucken|merken|partager|"
                       r"imprimer|compart\w+|condividi|stampa|delen|dela|del|tulosta|jaa|udostępnij|поделиться|paylaş|"
                       r"分享|シェア|공유)\b.{0,30}$", r"^(?:link copied|article sharing|gift (?:this )?article)")),
    ("notice", _words(r"\bcookies?\b", r"\bnotifications?\b", r"\bjavascript\b", r"\bprivacy (?:policy|notice)",
                      r"\b(?:terms|conditions) of (?:use|service)", r"^thank you for (?:register|sign|subscrib)",
                      r"\brefresh\b.{0,40}\bpage\b", r"\b(?:your|this) browser\b", r"\badvert(?:isement|ising)?s?\b$",
                      "^(?:anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|реклама|広告)$",
                      r"\bad ?block", r"\blogged[ -]?in", r"^(?:log|sign) ?(?:in|on|out)\b", r"^(?:create|my) .{0,8}account",
                      r"\bdatenschutz", r"\bconsent\b", r"^register\b", r"^sponsored\b", r"^paid (?:content|post)",
                      r"^(?:listen|watch|play)\b.{0,25}$", r"^(?:loading|sorry|error)\b", r"captcha")),
    ("appeal", _words(r"\bsubscri(?:be|ption|bers?)\b", r"\bnewsletters?\b", r"^sign up\b", r"\bdonat(?:e|ion)",
                      r"\byour support\b", r"\bsupport (?:us|our|the|independent|local|quality)\b.{0,40}"
                      r"(?:journalis|report|news|work|mission|us$)", r"\bbecome a (?:member|supporter|patron)",
                      r"\bfree trial\b", r"\babonn(?:ieren|ez|ement|ent|ieer|er|ement)\b", r"\babbonati\b", r"suscríb",
                      r"suscripci", r"\bassin(?:e|ar|atura)\b", r"\bprenumerera\b", r"\bget .{0,40}in(?:to)? your inbox",
                      r"\bunterstützen sie\b", r"\bsoutenez\b", r"подпис(?:ка|аться|ывайтесь)", "订阅", "購読", "구독")),
    ("related", _words(r"^(?:more|related|recommended|popular|trending|most|latest|further|also|see also|read (?:more|also|"
                       r"next|this)|next|previous|up next|don.t miss|you (?:may|might)|editors?.? (?:picks?|choice)|featured|"
                       r"suggested|continue reading|sponsored)\b.{0,60}$",
                       r"^(?:mehr (?:zum|aus|von)|lesen sie|auch interessant|weitere|meistgelesen|lire aussi|à lire|sur le "
                       r"même|lea también|más (?:en|sobre|leíd)|te puede|leia (?:também|mais)|veja também|leggi anche|lees "
                       r"ook|meer over|läs (?:också|mer)|les også|læs også|lue myös|czytaj (?:też|także)|читайте|ayrıca|"
                       r"相关|関連|관련)")),
    ("navigation", _words(r"^(?:home(?:page)?|menu|search|close|open|skip|jump|back|top|toggle|contact|about|sitemap|help|"
                          r"faqs?|follow|find us|advertise|careers|jobs|e-?paper|apps?|rss|feeds?|archives?|categories|tags|"
                          r"topics|sections?|suche|startseite|impressum|kontakt|über uns|accueil|recherche|inicio|buscar|"
                          r"cerca|zoeken|sök|meny|hem|главная|поиск)\b.{0,24}$")),
)  # fmt: skip

# What a paper says of itself and to its readers, anywhere in a paragraph; counted, not matched as a whole.
SELF_TALK = _words(
    r"\bdonat\w+", r"\bsubscri\w+", r"\bnewsletters?\b", r"\bpaywalls?\b", r"\bcookies?\b", r"\bnotifications?\b",
    r"\bunsubscribe\b", r"\bsign(?:ing)? up\b", r"\blog(?:ged|ging)? ?in\b", r"\bregist(?:er|ering|ration) (?:for|with|to|now)",
    r"\byour (?:support|donation|contribution|help|inbox|e-?mail|browser|account|preferences|data|privacy|settings|device|"
    r"experience|membership|generosity|trust)\b",
    r"\bour (?:\w+ )?(?:journalis\w+|report(?:ing|ers?)|newsrooms?|readers?|mission|website|site|app|supporters?|members?|"
    r"stories|coverage|editors?|partners|documentar\w+|terms|newspaper|magazine|podcasts?|team|audience)\b",
    r"\b(?:quality|independent|local|trusted|honest|free|fearless|public[- ]service) (?:journalism|reporting|news)\b",
    r"\b(?:support|fund|power|sustain)(?:ing|s)? (?:us|our|the|independent|quality|local)\b", r"\bhelps? us\b",
    r"\breaders like you\b", r"\bwe (?:need|rely|depend|believe|choose|use|ask|know|never|cannot|can't|remain|publish|"
    r"investigate|report)\b", r"\btell(?:ing)? the story\b", r"\b(?:journalists|reporters) (?:on the ground|to)\b",
    r"\bmonthly\b", r"\bprivacy policy\b", r"\bterms (?:of|and)\b", r"\bclick (?:here|on)\b", r"\bcancel any ?time\b",
    r"\bfree trial\b", r"\bbecome a\b", r"\breading this\b", r"\bad(?:vert\w*)?-free\b", r"\bfollow us\b",
    r"\bunser\w* (?:leser\w*|journalis\w*|redaktion|newsletter|angebot|arbeit|abonn\w*)\b", r"\babonn\w+", r"\bspenden?\b",
    r"\bihre?\w* (?:unterstützung|spende|daten|e-mail\w*|einwilligung|browser)\b", r"\bnotre (?:journal|rédaction|newsletter)",
    r"\bvotre (?:soutien|don|adresse|navigateur|abonnement)\b", r"\bnuestr[oa]s? (?:periodismo|lector\w+|redacción|boletín)",
    r"\b(?:tu|su) (?:apoyo|donación|correo|navegador|suscripción)\b", r"\bsuscr[ií]\w+", r"\bil (?:tuo|vostro) (?:sostegno|"
    r"contributo)\b", r"\bnossos? (?:jornalismo|leitores)\b", r"\bseu (?:apoio|navegador|e-mail)\b",
)  # fmt: skip
# A paper and its readers, in the first and second person. Speech between quotation marks is taken out before.
PERSONS = re.compile(
    r"\b(?:we|our|us|you|your|yours|wir|uns|unser\w*|sie|ihre?\w*|nous|notre|nos|vous|votre|vos)\b", re.I
)
SPEECH = re.compile(r"“[^”]*”?|\"[^\"]*\"?|„[^“”]*[“”]?|«[^»]*»?|「[^」]*」?")

BY = re.compile(
    r"^(?:(?:words|text|story|report(?:ed|ing)?|written|posted|published|article|review|opinion|analysis|interview|"
    r"kommentar|bericht|eine analyse|von unserem korrespondenten|texte|testo)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|kirjoittanut|autor(?:in|a)?:|author:|auteur:|autore:|tekst:|text:|texte:|testo:|"
    r"words:|written by:?|автор:?|yazan:?)\s+(?=\S)",
    re.IGNORECASE,
)
# Korean and Japanese bylines name the trade behind the name.
BY_TRADE = re.compile(r"^(?P<name>[\w・ ]{2,12}?)\s*(?:기자|특파원|記者|记者)(?:\s.*)?$")
# Who made a picture: each form names it in its only group.
_MAKERS = "AP|AFP|Reuters|dpa|EPA|PA|ANSA|EFE|Bloomberg|Getty|Shutterstock|Alamy|imago|picture alliance"
CREDITS = (
    re.compile(rf"[(\[](?:photo(?:graph)?|foto|image|picture)?(?:\s+by|:)?\s*([^()\[\]]{{0,60}}\b(?:{_MAKERS})\b[^()\[\]]{{0,40}})[)\]]\W*$",
               re.IGNORECASE),
    re.compile(
        r"\b(?:photo(?:graph(?:s|y)?|s)?|pictures?|images?|illustrations?|credit|courtesy|foto(?:s|graf(?:ía|ia|ie)?)?|bild|"
        r"bilder|crédits?|imagen|imagem|kuva|zdjęcie|фото|写真|사진)\s*(?:by\b|credits?|von\b|de\b|:|©|/)[\s:]*(\S.{1,70}?)\)?$",
        re.IGNORECASE,
    ),
    re.compile(r"^\(([A-Z][A-Z .,/&'-]{2,50})\)$"),
    re.compile(r"^\(?((?:[\w.'-]+(?: [\w.'-]+){0,3}\s?/\s?)?(?:(?:AFP|AP|Reuters|dpa|EPA|PA|ANSA|EFE)\s?(?:/|via)\s?)?"
               r"(?:Getty Images|Getty|Shutterstock|Alamy|iStock(?:photo)?|picture alliance|Imago|Unsplash)"
               r"(?:\s?/\s?\S.{0,30})?)\)?$", re.IGNORECASE),
    re.compile(r"^((?:[A-Z][\w.'-]+ ){1,3}/ ?(?:AFP|AP|Reuters|dpa|EPA|PA|ANSA|EFE|Getty))\b[^.]{0,20}$"),
    re.compile(r"^©\s?((?!\d{4}|[Cc]opyright)[^\d]{2,50})$"),
)  # fmt: skip
# What stands between a caption and the name of a credit.
CREDIT_WORD = re.compile(
    r"[(\[]?\b(?:photo(?:graph)?s?|pictures?|images?|illustrations?|credit|courtesy|fotos?|bild|bilder|crédits?|imagen|imagem|"
    r"kuva|фото|写真|사진)?\s*(?:by|credits?|von|de)?[\s:©/]*$",
    re.IGNORECASE,
)
CREDIT_WORD_START = re.compile(
    r"^\W*(?:photo(?:graph)?s?|pictures?|images?|illustrations?|image source|credit|copyright|fotos?|bild|crédits?|quelle|source)?"
    r"(?:\s+(?:by|credits?|von|de))?\s*[:©]\s*|^copyright\s+|^(?:photo(?:graph)?s?|pictures?|image|foto)\s+by\s+",
    re.IGNORECASE,
)
TAGS = re.compile(
    r"^(?:tags?|topics?|keywords?|themen|schlagw[oö]rter|mots[- ]clés|étiquettes|etiquetas|temas|argomenti|trefwoorden|"
    r"taggar|emneord|теги|etiketler)\s*:\s*(?P<tags>\S.*)$",
    re.IGNORECASE,
)
UPDATED = re.compile(r"\b(?:updated?|modified|revised|edited|aktualisiert|geändert|mis à jour|modifi|actualizad|atualizad|"
                     r"aggiornat|bijgewerkt|uppdaterad|oppdatert|opdateret|обновлен|更新|수정)", re.IGNORECASE)  # fmt: skip
PUBLISHED = re.compile(r"\b(?:published?|posted|first|issued|created|veröffentlicht|erschienen|publié|publicad|pubblicat|"
                       r"gepubliceerd|publicerad|publisert|опубликован|公開|入力|입력|등록)", re.IGNORECASE)  # fmt: skip
AGENCIES = {
    name.casefold(): name
    for name in (
        "AP", "Reuters", "AFP", "dpa", "PA", "UPI", "ANSA", "EFE", "TASS", "Xinhua", "Kyodo", "Yonhap", "IANS", "PTI",
        "ANI", "epd", "KNA", "APA", "SID", "NTB", "Ritzau", "STT", "Lusa", "Belga", "ANP", "ČTK", "PAP", "MTI", "Interfax",
        "AAP", "CP", "KCNA", "DDP", "DAPD", "Jiji", "Anadolu",
    )
} | {
    "the associated press": "AP", "associated press": "AP", "agence france-presse": "AFP", "press association": "PA",
    "pa media": "PA", "deutsche presse-agentur": "dpa", "the canadian press": "CP", "canadian press": "CP",
    "united press international": "UPI", "australian associated press": "AAP", "press trust of india": "PTI",
    "kyodo news": "Kyodo", "yonhap news agency": "Yonhap", "thomson reuters": "Reuters", "xinhua news agency": "Xinhua",
}  # fmt: skip
SECTIONS = frozenset(
    """news world uk us politics business economy money finance markets sport sports football culture arts entertainment
    music film books tv travel food lifestyle life health science tech technology environment climate education opinion
    comment editorial analysis features magazine local national international europe asia africa americas letters
    obituaries property motoring cars crime society religion style fashion weather
    nachrichten politik wirtschaft gesellschaft kultur wissen wissenschaft reise meinung panorama lokales regional
    monde politique économie société sciences santé mundo política economía sociedad deportes ciencia cultura opinión
    mondo economia cronaca esteri sport spettacoli mundo esporte nyheter ekonomi kultur wereld binnenland buitenland
    политика экономика общество мир спорт культура""".split()
)
