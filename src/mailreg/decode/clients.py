"""What mail programs write by themselves, in all languages: attribution lines, header blocks, separators, footers.

These are programs' words, not people's: they live here beside the code that reads them, not in the lexicon.
"""

# ruff: noqa: E501  the patterns are tables of words; breaking them by width hides what belongs together

from __future__ import annotations

import re

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")

# Labels of an inline header block ("Von:/Gesendet:/An:/Betreff:"), in lower case, without "*" and blanks.
_LABELS = {
    "from": "von|from|de|van|от|от кого|від|від кого|kimden|gönderen|من|المرسل|از|فرستنده|od|nadawca|odesílatel|de la|"
    "från|fra|da|mittente|feladó|từ|người gửi|lähettäjä|gönderenin adı|ji|ka|absender|expéditeur|remitente|remetente",
    "date": "gesendet|message du|datum|date|sent|sent at|sent on|gesendet am|envoyé|envoyé le|date d'envoi|enviado|enviado el|"
    "enviada em|enviado em|enviada|fecha|data|data/hora|verzonden|отправлено|дата|надіслано|відправлено|tarih|"
    "gönderildi|gönderme tarihi|gönderilme tarihi|تاريخ|التاريخ|تاريخ الإرسال|تم الإرسال|أرسلت|أُرسلت|تاریخ|"
    "ارسال شده|ارسال|تاریخ ارسال|wysłano|data wysłania|odesláno|poslano|poslato|trimis|trimis la|skickat|sendt|"
    "inviato|đã gửi|ngày|ngày gửi|gửi|vào lúc|lähetetty|küldve|dátum|dato|sendt dato",
    "to": "an|to|à|a|para|aan|кому|до|kime|alıcı|إلى|الى|المستلم|به|گیرنده|do|adresat|komu|til|till|za|prima|đến|"
    "tới|gửi đến|către|destinataire|destinatario|empfänger|címzett|pro|vastaanottaja",
    "cc": "cc|kopie|kopie an|copie|copie à|copia|копия|копія|bilgi|نسخة|نسخة إلى|رونوشت|dw|udw|bcc|kopia|kopi|másolatot kap",
    "subject": "betreff|subject|objet|sujet|asunto|assunto|onderwerp|тема|konu|الموضوع|موضوع|temat|predmet|předmět|oggetto|"
    "ämne|emne|subiect|chủ đề|tiêu đề|tárgy|aihe|naslov|betr.|betr",
    "reply-to": "antwort an|reply-to|antwort-an|répondre à|responder a",
    "other": "wichtigkeit|priorität|importance|priority|anlagen|anhänge|attachments|pièces jointes|resent|sender",
}
LABELS = {label: field for field, labels in _LABELS.items() for label in labels.split("|")}
LONGEST_LABEL = max(map(len, LABELS)) + 6

_SEPARATOR_WORDS = (
    "ursprüngliche nachricht|originalnachricht|original-nachricht|original message|original appointment|"
    "urspr(?:ü|ue)ngliche e-?mail|original e-?mail|originele bericht|oorspronkelijk bericht|message d['’]origine|"
    "message original|message initial|e-?mail d['’]origine|mensaje original|mensagem original|messaggio originale|"
    "исходное сообщение|исходное письмо|оригинальное сообщение|початкове повідомлення|вихідне повідомлення|"
    "вихідний лист|оригінальне повідомлення|orijinal (?:ileti|mesaj)|orjinal mesaj|özgün ileti|الرسالة الأصلية|"
    "رسالة أصلية|پیام اصلی|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|původní e-mail|izvorna poruka|"
    "originalna poruka|mesaj original|mesajul original|thư gốc|tin nhắn gốc|original meddelelse|ursprungligt "
    "meddelande|ursprungsmeddelande|alkuperäinen viesti|eredeti üzenet|oprindelig (?:besked|meddelelse|e-?mail)|opprinnelig melding|reply message|antwort nachricht"
)
_FORWARD_WORDS = (
    "weitergeleitete (?:nachricht|e-?mail|mail)|weiterleitung|forwarded (?:message|e-?mail|by .{1,80})|"
    "message (?:transf[ée]r[ée]|réexpédié)|(?:début|debut) du message (?:transf[ée]r[ée]|réexpédié)|"
    "mensaje reenviado|mensagem (?:encaminhada|reencaminhada)|messaggio inoltrato|doorgestuurd bericht|"
    "пересылаемое сообщение|пересланное сообщение|переслане повідомлення|переслано|iletilen mesaj|"
    "yönlendirilmiş mesaj|iletilmiş ileti|رسالة معاد توجيهها|الرسالة المعاد توجيهها|رسالة محولة|پیام هدایت[\u200c ]?شده|"
    "پیام فوروارد شده|wiadomość przekazana(?: dalej)?|przekazana wiadomość|przesłana wiadomość|přeposlaná zpráva|"
    "proslijeđena poruka|prosleđena poruka|mesaj redirecționat|mesaj transmis|thư được chuyển tiếp|"
    "tin nhắn được chuyển tiếp|vidarebefordrat meddelande|videresendt (?:besked|melding)|välitetty viesti|"
    "továbbított üzenet"
)
_BEGIN_FORWARD = (
    "anfang der weitergeleiteten (?:nachricht|e-?mail)|begin forwarded message|début du message (?:transféré|réexpédié)|"
    "inicio del mensaje reenviado|início da mensagem (?:encaminhada|reencaminhada)|inizio messaggio inoltrato|"
    "begin doorgestuurd bericht|начало переадресованного сообщения|початок переадресованого повідомлення|"
    "початок пересланого повідомлення|iletilmiş mesajın başlangıcı|iletilen ileti başlangıcı|بدء الرسالة المعاد توجيهها|"
    "początek przekazywanej wiadomości|začátek přeposílané zprávy|bắt đầu thư được chuyển tiếp|"
    "vidarebefordrat brev|start på videresendt (?:besked|melding)"
)
_DASHES = r"[-–—_=*]{2,80}"
SEPARATOR = re.compile(rf"^\s{{0,20}}{_DASHES}\s{{0,10}}(?:{_SEPARATOR_WORDS})\b.{{0,40}}$", re.IGNORECASE)
FORWARD = re.compile(
    rf"^\s{{0,20}}(?:{_DASHES}\s{{0,10}}(?:{_FORWARD_WORDS}).{{0,40}}|(?:{_BEGIN_FORWARD})\s{{0,4}}:?)\s{{0,4}}$",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:re|aw|antw|antwort|sv|vs|rif|r|odp|yan|ynt|cevap|отв|ответ|відп|bls|res|ats|rép|رد|پاسخ|vb)"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:wg|fw|fwd|tr|rv|i|enc|doorst|pd|podaj dalej|ilet|i̇lt|ilt|пересл|переслано|вх|"
    r"weiterleitung|weitergeleitet|fs|vl|trs|továbbítás|chuyển tiếp|إعادة توجيه|هدایت|yönlendirme|prz|přep|proslijeđeno)"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]",
    re.IGNORECASE,
)

# Attribution lines: "Am … schrieb …:". A verb, a date, and a colon at the end; or "… <a@b>:" with a date.
ATTRIBUTION_VERB = re.compile(
    r"\b(?:schrieb|geschrieben|wrote|writes|a écrit|écrit|a ecrit|escribió|escribio|escreveu|ha scritto|scrive|schreef|"
    r"napisała?|napisał\(a\)|napisali?|napísala?|napsala?|написала?|написал\(а\)|писала?|писал\(а\)|писали|пише|пишете|пишет|написав|писав|"
    r"yazdı|yazmış|كتب|كتبت|كتبَ|نوشت|نوشته|đã viết|viết|skrev|skreiv|kirjoitti|a scris|scris|napisao|napisala|je pisao|"
    r"írta|ezt írta|pisze|píše|piše|yazıyor|scrie|nivîsî|nivîsand|نووسی|نووسيويەتى)\b",
    re.IGNORECASE,
)
ATTRIBUTION_START = re.compile(
    r"^(?:on|am|le|el|em|il|op|w dniu|dnia|den|på|vào|lúc|ngày|في|بتاريخ|يوم|در|به|pe|în|dne|dana|u|gesendet|"
    r"п[нт]|вт|ср|чт|сб|вс|нд|[^\W\d_]{2,9}[.,]|\d)",
    re.IGNORECASE,
)
ATTRIBUTION_DATE = re.compile(r"\d{1,2}[:.h]\s?\d{2}|(?:19|20|14)\d\d|@")
ATTRIBUTION_CLOCK = re.compile(r"(?:19|20|14)\d\d.{0,40}\d{1,2}[:.]\d{2}")
# Yahoo's phones write on in the same line: "Am Mo., Sep. 5, 2022 at 10:41, A B<a@b> schrieb:   Liebe alle,"
ATTRIBUTION_AMID = re.compile(
    r"(?:19|20)\d\d.{0,140}<[^<>\s]{1,120}@[^<>\s]{1,120}>\s{0,4}[^\W\d_]{3,12}(?: [^\W\d_]{3,12})?\s?:\s{2}"
)
ATTRIBUTION_BARE = re.compile(r"\d.{3,200}<[^<>\s]{1,120}@[^<>\s]{1,120}>\s?[:：]$")

GROUPWISE = re.compile(r"^>>> ?[^>]{1,200}(?:<[^<>]{1,120}>)?[^>]{0,60}\d[^>]{0,60}>>>$")
# Footers that phones, web mailers and scanners add; each is one line.
PHONE_FOOTER = re.compile(
    r"^\W{0,4}(?:"
    r"(?:gesendet|versendet|verschickt|abgeschickt|geschickt) (?:von|mit|über|ueber|vom|aus|via)\b.{0,80}|"
    r"(?:von|mit) (?:mein(?:em|er)|unterwegs|dem|der|yahoo|gmx|web\.de|outlook|gmail|samsung|galaxy|huawei|xiaomi|iphone|ipad|"
    r"android|k-9|thunderbird|fairemail|telekom|freenet|posteo|proton)\b.{0,60}\b(?:gesendet|versendet|verschickt)|"
    r"(?:diese nachricht|diese e-?mail|diese mail) wurde (?:von|mit) .{1,80}\b(?:gesendet|verschickt|versendet)|"
    r"sent (?:from|via|with|using|on) (?:my |the |a |outlook|yahoo|mail|gmail|proton|tutanota|gmx|web\.de|samsung|"
    r"iphone|ipad|android|blackberry|windows|k-9|fairemail|mobile|thunderbird|spark|mailbird)?.{0,70}|"
    r"get outlook for (?:ios|android).{0,60}|outlook für (?:ios|android) (?:beziehen|herunterladen).{0,60}|"
    r"holen sie sich outlook .{0,60}|laden sie outlook .{0,60}|"
    r"envoyé (?:de|depuis|à partir d['’e]).{0,80}|télécharger outlook .{0,60}|obtenir outlook .{0,60}|"
    r"enviado (?:desde|do|de|a partir) .{0,80}|inviato da(?:l mio)? .{0,80}|verzonden (?:vanaf|met|via|van) .{0,80}|"
    r"отправлено (?:с|из|от|через) .{0,80}|надіслано (?:з|із|від|через) .{0,80}|відправлено (?:з|із|від) .{0,80}|"
    r"wysłan[eoya] (?:z|ze|przy|przez|za) .{0,80}|odesláno (?:z|ze) .{0,80}|poslano (?:s|sa|iz|z) .{0,80}|"
    r"trimis (?:de pe|din|de la) .{0,80}|.{0,60}(?:['’]?[mt]?den|['’]?[dt]an|cihazımdan|telefonumdan) gönderildi|"
    r"(?:tôi |được )?(?:đã )?gửi (?:từ|bằng) .{0,80}|أُ?رسل(?:ت)? من .{0,80}|مُ?رسل من .{0,80}|"
    r"تم الإرسال من .{0,80}|تم إرساله من .{0,80}|ارسال ?(?:شده)? از .{0,80}|(?:فرستاده|ارسال) شده (?:از|با) .{0,80}|"
    r"skickat från .{0,80}|sendt fra .{0,80}|lähetetty .{0,80}|von unterwegs(?: gesendet)?|"
    r"virenfrei\.?.{0,60}|virus-?free\.?.{0,60}|.{0,80}\bwww\.avast\.com\b.{0,40}|.{0,80}auf viren (?:geprüft|überprüft).{0,60}|"
    r"(?:diese e-?mail|this e-?mail) (?:wurde|has been) .{0,60}(?:virus|viren).{0,60}"
    r")\W{0,6}$",
    re.IGNORECASE,
)
PHONE_HINTS = (
    "sendet", "schickt", "sent ", "outlook", "envoyé", "enviado", "inviato", "verzonden", "правлено",
    "надіслано", "wysłan", "odesláno", "poslano", "trimis", "gönderildi", "gửi", "رسل", "رسال",
    "فرستاده", "skickat", "sendt", "lähetetty", "unterwegs", "viren", "virus", "avast",
)  # fmt: skip

# Paragraphs: two marks of one row make a legal notice.
NOTICE_MARKS = re.compile(
    r"vertraulich|rechtlich geschützt|unbefugt|irrtümlich|nicht der (?:richtige|beabsichtigte)|vernichten|confidential|"
    r"privileged|intended (?:solely|only|recipient|for)|in error|disclosure|unauthori[sz]ed|confidentiel|destinataire|"
    r"par erreur|confidencial|destinatario|por error|poufn|omyłkow|adresat|конфиденц|конфіденц|gizli|yanlışlıkla|"
    r"سرية|سري|محرمانه|löschen sie|delete (?:this|it|the)|"
    r"umwelt|ausdruck|ausgedruckt|before printing|pensez à l['’]environnement|datenschutz(?:hinweis|erklärung)",
    re.IGNORECASE,
)
NOTICE_SUBJECT = re.compile(
    r"e-?mail|mail|nachricht|message|mensaje|wiadomoś|сообщени|письм|повідомленн|лист|ileti|mesaj|رسال|ایمیل|courriel|papier|paper",
    re.IGNORECASE,
)
NOTICE_HINTS = (  # one of them stands in whatever NOTICE_MARKS finds
    "vertraulich", "rechtlich", "unbefugt", "irrtümlich", "richtige", "beabsichtigte", "vernichten", "confiden",
    "privileged", "intended", "error", "erreur", "disclosure", "unauthori", "destinat", "poufn", "omyłkow", "adresat",
    "конфиденц", "конфіденц", "gizli", "yanlışlıkla", "سري", "محرمانه", "löschen", "delete", "umwelt", "ausdruck",
    "ausgedruckt", "printing", "environnement", "datenschutz",
)  # fmt: skip
LIST_FOOTER = re.compile(
    r"mailing ?list|mailingliste|listinfo|unsubscribe|(?:newsletter|rundbrief|infobrief|abo|mails?|nachrichten|hier|jederzeit)[^\n]{0,60}abbestellen|abbestellen[^\n]{0,40}(?:http|hier|klick)|abmelden von (?:dieser|der) liste|"
    r"you (?:received|are receiving) this (?:message|e-?mail) because|sie erhalten diese (?:nachricht|e-?mail), weil|"
    r"google ?groups|groups\.google|liste? de diffusion|lista de correo|"
    r"reply to this e-?mail directly|view (?:it|this) (?:on|in)|manage (?:your )?(?:subscription|preferences)|"
    r"aus (?:dem|diesem) (?:e-?mail-?)?verteiler|@lists?\.",
    re.IGNORECASE,
)
LIST_HINTS = (  # one of them stands in whatever LIST_FOOTER finds
    "mailing", "listinfo", "unsubscribe", "abbestellen", "abmelden von", "because", "sie erhalten diese", "google",
    "de diffusion", "lista de correo", "@list", "reply to", "view it", "view this", "manage ",
    "verteiler",
)  # fmt: skip
RULE_LINE = re.compile(r"^\s{0,10}(?:_{2,200}|-{3,200}|={5,200}|\*{5,200}|[–—]{2,100}|─{3,100})\s{0,10}$")
SIGNATURE_MARK = re.compile(r"^(?:--|- -|––|—|-- ?\u00a0?|--_)\s{0,3}$")

# Lines of a form: a signature has contact data below its labels, a form asks for more.
FORM_LINE = re.compile(
    r"^\W{0,3}(?:(?:name|vor-? ?(?:und|/) ?(?:nachname|zuname)|vorname|nachname|familienname|zuname|teilnehmer(?:in|innen|zahl|\*in)?|teilnehmende[rn]?|"
    r"person(?:en)?|personenzahl|anzahl|verein|organisation|einrichtung|institution|veranstaltung|termin|anmeldung|fahrtkosten\w*|fahrkosten|reisekosten|"
    r"fahrt|anreise|dolmetsch\w*|übersetz\w*|sprachmittl\w*|sprache|sprachen|kinderbetreuung|kinder|betreuung|essen|verpflegung|mittagessen|"
    r"ernährung|allergien|besonderheiten|bemerkung(?:en)?|anmerkung(?:en)?|wünsche|hinweise?|barriere\w*|rollstuhl|unterstützungsbedarf|workshop|"
    r"first ?name|last ?name|surname|full name|participants?|attendees?|number of (?:people|persons|participants)|persons|organi[sz]ation|travel ?costs?|"
    r"travel expenses|interpret\w*|translation|language|childcare|diet\w*|food|meal|remarks?|comments?|notes?|event|accessibility|"
    r"nom(?: et prénom)?|prénom|participante?s?|nombre de personnes|association|frais de (?:transport|voyage|déplacement)|interprète|interprétation|langue|garde d['’]enfants|repas|remarques?|"
    r"nombre|apellidos?|participantes|número de personas|organización|asociación|gastos de viaje|intérprete|idioma|observaciones|"
    r"imię(?: i nazwisko)?|nazwisko|liczba osób|organizacja|koszty (?:dojazdu|podróży)|tłumacz\w*|język|uwagi|"
    r"имя|фамилия|фио|количество|организация|проезд|переводчик|перевод|язык|дети|питание|примечани[ея]|"
    r"ім['’ʼ]?я|прізвище|піб|кількість|організація|проїзд|перекладач|переклад|мова|діти|харчування|примітк[аи]|"
    r"ad(?:ı)?(?: soyad(?:ı)?)?|soyad(?:ı)?|kişi sayısı|kurum|dernek|yol (?:masrafı|parası)|tercüman|çeviri|dil|"
    r"الاسم|الاسم الكامل|العدد|عدد الأشخاص|الجمعية|المنظمة|الترجمة|مترجم|اللغة|تكاليف السفر|نام|نام خانوادگی|تعداد|سازمان|انجمن|مترجم|زبان|هزینه سفر)"
    r"(?: ?[(/][^:\n]{1,40})?)\s{0,30}[:：]",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W{0,3}(?:"
    r"(?:mit (?:\w{1,20} ){0,3}|(?:ganz )?(?:viele|liebe|beste|herzliche?|schöne|freundliche[rn]?|sonnige|sonnigen|kollegiale|"
    r"solidarische|herbstliche|allerbeste|lieben|besten|vielen|schönen|nette|fröhliche|warme|frohe|bunte|"
    r"internationale|einen (?:schönen|lieben)|ein(?:en)?) (?:\w{1,20} ){0,3})?(?:gr[uü](?:ß|ss)e?n?|gruesse?n?|grüß)\b|"
    r"(?:danke?|vielen dank|besten dank)\b.{0,12}? (?:und|&) .{3,30}(?:wochenende|tag|abend|woche|zeit|gr[uü](?:ß|ss)e?)\W{0,3}$|"
    r"(?:glück auf|glückauf|gott befohlen|gottes segen|gesegnete\w* \w+|frieden|shalom|schalom|freundschaft|sport frei|gut pfad|horrido|alles gute|alles liebe|"
    r"(?:ein(?:en|e)? )?(?:schöne[nrs]?|gute[nrs]?|angenehme[nrs]?) (?:tag|abend|woche|wochenende|feierabend|zeit|restwoche|start\b.{0,20})(?: noch| und .{2,20})?(?: wünscht.{0,20})?)\W{0,3}$|"
    r"(?:many )?thanks?(?: you)?\b.{0,30}?(?:regards|wishes|greetings)\W{0,3}$|(?:many )?thanks(?: a lot| so much| again| in advance)?\W{0,3}$|"
    r"(?:looking forward(?: to .{2,30})?|see you(?: .{2,20})?|take care|have a (?:nice|good|great|lovely) .{2,14}|warmly|"
    r"(?:warm|best|kind|kindest|good|all good) (?:wishes|regards|greetings)(?: from .{2,24})?)\W{0,3}$|"
    r"(?:à bientôt|bonne (?:journée|soirée|semaine)|merci(?: d['’]avance| beaucoup| et .{2,20})?|hasta pronto|un abrazo.{0,12}|que tenga\w* .{2,20}|do zobaczenia|miłego dnia|dziękuję.{0,20}|"
    r"iyi (?:günler|çalışmalar|akşamlar)(?: dilerim)?|kolay gelsin|görüşmek üzere|гарного дня|всього найкращого|до зустрічі|хорошего дня|всего хорошего|до встречи)\W{0,3}$|"
    r"(?:es|so|herzlichst?|freundlichst?|lieb|bis dahin|bis dann|bis bald) ?gr[uü](?:ß|ss)(?:t|en)\b|gr[uü](?:ß|ss)t (?:euch|sie|dich|herzlich|freundlich|lieb)\b|"
    r"(?:vielen |herzlichen |besten |lieben |schönen )?danke?(?:schön)?(?: (?:schön|sehr|euch|ihnen|dir|im voraus|vorab))?\W{0,3}$|"
    r"(?:mfg|m\.f\.g\.?|lg|l\.g\.|vg|v\.g\.|bg|glg|hg|ganz lg|mit freundl\.? (?:gr|grüßen))\b|"
    r"(?:hochachtungsvoll|herzlichst|herzlich|ihre?|eure?|dein|deine|euer)\W{0,3}$|"
    r"(?:mit )?(?:besten|vielen|herzlichem|freundlichem|bestem|herzlichen) (?:dank|gru(?:ß|ss)|empfehlungen)\b.{0,40}$|"
    r"(?:vielen|besten|herzlichen|lieben|schönen) dank (?:und|&) .{0,30}gr|danke? (?:und|&) .{0,30}gr|bis (?:dahin|bald|dann)\b.{0,30}$|"
    r"(?:(?:with )?(?:kind|best|warm|warmest|kindest|many|all the best|friendly)\b.{0,20}?(?:regards|wishes|greetings)|regards|sincerely|"
    r"yours (?:sincerely|faithfully|truly)|sincerely yours|cheers|best|all the best|many thanks|thanks|thank you|greetings|warmly|br)\W{0,3}$|"
    r"(?:(?:bien )?(?:cordialement|amicalement|respectueusement)|(?:meilleures?|cordiales|sincères) salutations|salutations|bien à vous|"
    r"avec mes .{0,40}salutations|veuillez agréer\b.{0,80})|"
    r"(?:(?:un )?(?:cordial|atentos?|cordiales|muchos)? ?saludos?(?: cordiales)?|atentamente|un abrazo|muchas gracias|gracias)\W{0,3}$|"
    r"(?:atenciosamente|cumprimentos|com os melhores cumprimentos|obrigad[oa]|cordiali saluti|distinti saluti)|"
    r"(?:з повагою|з найкращими побажаннями|щиро|дякую|з пошаною|із повагою)|"
    r"(?:с уважением|с наилучшими пожеланиями|с приветом|спасибо|всего доброго|искренне ваш)|"
    r"(?:مع (?:أطيب |خالص |فائق |أجمل |كل )?(?:ال)?(?:تحية|تحيات|تحياتي|احترام|شكر|تقدير)|تحياتي|وتفضلوا|تحية طيبة|مع التحية|"
    r"شكرا جزيلا|شكراً|وشكرا|ولكم)|"
    r"(?:با (?:احترام|سپاس|تشکر|درود|عرض)|ارادتمند|تشکر|سپاس|با تقدیم|ممنون)|"
    r"(?:saygılar|saygılarımla|selamlar|sevgiler|iyi günler|teşekkürler|en iyi dileklerimle|hürmetler)|"
    r"(?:pozdrawiam|z poważaniem|z wyrazami szacunku|serdecznie pozdrawiam|serdeczne pozdrowienia|pozdrowienia|pozdrawiamy|"
    r"łączę pozdrowienia)|"
    r"(?:trân trọng|thân mến|kính thư|xin cảm ơn|chân thành cảm ơn|thân ái|kính chào)|"
    r"(?:s pozdravem|s přátelským pozdravem|srdečný pozdrav|lijep pozdrav|srdačan pozdrav|s poštovanjem|lp|pozdrav|"
    r"cu stimă|cu respect|toate cele bune|o zi bună|mulțumesc|met vriendelijke groet|groeten|"
    r"bi rêz û silav|silav û rêz|bi silavên|لەگەڵ ڕێز|بە ڕێزەوە|salaan|mahadsanid|ምስ ሰላምታ|የቕንየለይ)"
    r")",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(?:tel|telefon|fon|phone|mobil|handy|mob|fax|telefax|e-?mail|mail|www|http|https|tél|teléfono|тел|моб|факс|هاتف|جوال|تلفن|موبایل|"
    r"điện thoại|kom|gsm)\b\s{0,3}[.:|/ ]|www\.|https?://|\S@\S|[+(]?\d[\d\s()/.-]{6,24}\d|\b\d{5} [A-ZÄÖÜ]|\b(?:gGmbH|GmbH|e\. ?V\b|HRB|Amtsgericht|"
    r"Vereinsregister|Steuernummer|USt|IBAN|Geschäftsführ|Vorstand|Sitz der)\b|"
    r"(?:straße|strasse|str\.|gasse|platz|weg|allee|ring|ufer|damm|markt)\s\d{1,4}\b",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(
    r"^\W{0,3}(?:p\. ?(?:p\. ?)?s\.|(?:pp?s|nb|n\.b\.|nachtrag|пс|п\.с\.|p/s|з\.і\.)\s{0,3}[:.;,)–-]|ps\b|nb\b)",
    re.IGNORECASE,
)
