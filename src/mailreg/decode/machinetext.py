"""What machines write: subjects and sentences of bounces, receipts, absence notes, ticket systems, newsletters.

All patterns look at lower-case text of bounded length and repeat nothing without a bound, so they take linear time.
"""

# ruff: noqa: E501  the patterns are tables of words; breaking them by width hides what belongs together

from __future__ import annotations

import re

from mailreg.decode.late import Late

DAEMONS = (
    "mailer-daemon",
    "mailerdaemon",
    "mail-daemon",
    "mail delivery",
    "mail system",
    "maildelivery",
    "postmaster",
    "delivery subsystem",
    "delivery system",
    "mail administrator",
    "system administrator",
    "systemadministrator",
    "microsoft outlook",
    "microsoftexchange",
    "message delivery",
    "mdaemon",
    "postoffice",
    "mailsystem",
    "message handling",
)
BOUNCE_SUBJECT = Late(
    r"undeliver(?:able|ed)",
    r"deliver(?:y|ing)?(?: status)?(?: of)?[ :-]{1,3}(?:failure|failed|error|notification|report|problem|delayed|unsuccessful)",
    r"delivery (?:status )?notification",
    r"(?:mail|message|e-?mail) (?:delivery|deliver) (?:failed|failure|error|problem|warning)",
    r"returned (?:mail|message|to sender)",
    r"failure notice",
    r"failed mail",
    r"non[- ]?deliver(?:y|able)",
    r"could not (?:be delivered|send|deliver)",
    r"(?:mail|message)[^\n]{0,40} (?:not delivered|undelivered|delayed|returned)",
    r"warning: (?:could not|message)",
    r"mail system error",
    r"user unknown",
    r"you [^\n]{0,60}are not (?:a )?member",
    r"mailbox (?:full|unavailable|not found)",
    r"recipient (?:rejected|unknown)",
    r"nicht zustellbar",
    r"unzustellbar",
    r"zustell(?:ung)?[ -]?(?:fehler|fehlgeschlagen|problem|benachrichtigung|bericht)",
    r"zustellung[^\n]{0,60}(?:fehlgeschlagen|verzögert|nicht möglich|gescheitert)",
    r"nicht zugestellt",
    r"fehlgeschlagene zustellung",
    r"unzustellbarkeit",
    r"übermittlungsfehler",
    r"rückläufer",
    r"non remis",
    r"non distribu",
    r"échec (?:de la )?remise",
    r"no (?:se ha podido )?entrega",
    r"devuelto",
    r"não entregue",
    r"mancata consegna",
    r"onbestelbaar",
    r"niedostarcz",
    r"не ?доставлен",
    r"недоставлен",
    r"не вдалося доставити",
    r"teslim edile?me",
    r"تعذر التسليم",
)
BOUNCE_TEXT = Late(
    r"this is the qmail-send program",
    r"this is the (?:mail|postfix|mailfoundry|mta)[^\n]{0,20} (?:system|program)",
    r"this (?:message|report|mail)[^\n]{0,20} (?:was|has been) (?:created|generated) automatically by (?:the )?mail",
    r"(?:could|can) ?not be delivered",
    r"couldn['’]t be delivered",
    r"wasn['’]t delivered",
    r"was not delivered",
    r"has not been delivered",
    r"not yet been delivered",
    r"(?:unable|not able|failed|impossible) to deliver",
    r"(?:delivery|delivering)[^\n]{0,60}\b(?:failed|failure|has failed|error|delayed|not possible|impossible|unsuccessful)",
    r"undeliver(?:able|ed)",
    r"the following (?:addresses?|recipients?|message|mail|e-?mail)[^\n]{0,60}(?:had|failed|reject|undeliver|could not|not reach)",
    r"permanent (?:fatal )?error",
    r"transcript of session",
    r"did not reach the following recipient",
    r"returned to (?:sender|you)",
    r"(?:returning|bounced) (?:your )?(?:message|mail)",
    r"(?:user|recipient|mailbox|account|address)[^\n]{0,30}(?:unknown|not found|does ?n[o']t exist|unavailable|over quota|is full|quota exceeded|disabled)",
    r"(?:no such|unknown) (?:user|recipient|mailbox|local user|address)",
    r"reason for (?:the )?(?:failure|delivery)",
    r"konnte (?:leider )?nicht (?:zugestellt|übermittelt|ausgeliefert|gesendet) werden",
    r"nicht zugestellt werden",
    r"empfänger[^\n]{0,30}nicht erreicht",
    r"zustellung[^\n]{0,60}(?:fehlgeschlagen|nicht möglich|gescheitert|verzögert)",
    r"(?:fehler|problem)[^\n]{0,40}bei der (?:nachrichten|mail-?|e-?mail-?)?(?:zustellung|übermittlung|auslieferung)",
    r"folgende[nr]?[^\n]{0,30}empfänger[^\n]{0,60}(?:nicht|fehler)",
    r"empfänger(?:in)?[^\n]{0,30}(?:unbekannt|existiert nicht|nicht gefunden)",
    r"postfach[^\n]{0,40}(?:voll|existiert nicht|überschritten|nicht verfügbar)",
    r"n['’]a pas pu être (?:remis|distribué|délivré)",
    r"no (?:se )?(?:ha podido|pudo) (?:ser )?entrega",
    r"non è stato possibile (?:recapitare|consegnare)",
    r"nie (?:mogła|została|można)[^\n]{0,30}dostarcz",
    r"не (?:может|удалось|было)[^\n]{0,20}(?:быть )?доставлен",
    r"не удалось доставить",
    r"не (?:вдалося|було)[^\n]{0,20}доставл",
    r"(?:teslim|iletil)[^\n]{0,10}(?:edile|e)me",
    r"(?:you|sie)[^\n]{0,60}(?:are not|sind kein)[^\n]{0,10} (?:a )?(?:member|mitglied)[^\n]{0,20}(?:list|liste)",
    r"の配信|配信できません|送信できません|配送できません",
)
# It begins with a letter that is rare, and looks back from there: most mail is searched for it in vain.
SMTP_CODE = re.compile(r"[45](?<![^\s(#:].)(?:\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|\.\d{1,2}\.\d{1,3}\b|(?<=5)5[0-4] )")
SMTP_FIELDS = ("diagnostic-code:", "final-recipient:")
SMTP_FIELD = Late(*[rf"(?<![^\s(#:]){field}" for field in SMTP_FIELDS])
CHALLENGE_HINTS = (
    "confirm",
    "challenge",
    "verif",
    "click",
    "klick",
    "bestätig",
    "spamarrest",
    "boxtrapper",
    "tmda",
    "mailblocks",
)
ROBOT_HINTS = ("automat", "automát", "automá", "автомат", "otomatik", "تلقائي", "آلي", "خودکار", "tự động")
GENERATED_HINTS = ("automat", "generated", "reply", "antworten", "maschinell")
CHALLENGE = Late(
    r"(?:please )?(?:confirm|verify)[^\n]{0,60} (?:you are|that you are)[^\n]{0,20}(?:human|a real person|not a (?:spam|robot))",
    r"challenge[/-]response",
    r"(?:your|this) (?:message|e-?mail|mail)[^\n]{0,40}(?:is|has been)[^\n]{0,20}(?:held|quarantined|waiting)[^\n]{0,80}(?:confirm|verif|click|reply)",
    r"(?:to|um)[^\n]{0,30}(?:release|deliver|freizugeben|zuzustellen)[^\n]{0,60}(?:click|reply to this|klicken sie)",
    r"spamarrest|boxtrapper|tmda[- ]|spam ?cease|mailblocks",
    r"bestätigen sie[^\n]{0,60}(?:mensch|kein (?:spam|roboter))",
)

RECEIPT_SUBJECT = re.compile(
    r"^\s*(?:gelesen|angezeigt|lesebestätigung|empfangsbestätigung|read|read receipt|displayed|return receipt|not read|ungelesen|nicht gelesen|"
    r"gelöscht|deleted|lu|accusé de (?:lecture|réception)|leído|confirmación de lectura|lida?|letto|gelezen|przeczytano|przeczytane|potwierdzenie|"
    r"прочитано|прочтено|уведомление о прочтении|підтвердження прочитання|okundu|تمت القراءة|مقروءة|خوانده شد|đã đọc|receipt)\b[^\n]{0,20}[:\s]"
)
RECEIPT_TEXT = Late(
    r"(?:ihre|deine|die) (?:nachricht|e-?mail|mail)[^§]{0,600}?\b(?:gelesen|angezeigt|geöffnet|ungelesen gelöscht|gelöscht)",
    r"(?:your|the|this) (?:message|e-?mail|mail)[^§]{0,600}?\b(?:was|has been|is)\b[^§]{0,60}?(?:read|displayed|opened|deleted)",
    r"lesebestätigung|empfangsbestätigung|return receipt|read receipt|accusé de (?:lecture|réception)",
    r"votre (?:message|courriel)[^§]{0,600}?(?:lu|ouvert|affiché)",
    r"(?:su|tu) mensaje[^§]{0,600}?(?:leído|abierto)",
    r"(?:wiadomość|wiadomości)[^§]{0,600}?(?:przeczytan|odczytan|wyświetlon)",
    r"(?:сообщение|письмо|повідомлення|лист)[^§]{0,600}?(?:прочитан|прочтен|відкрит)",
    r"(?:ileti|mesaj)[^§]{0,600}?okundu",
    r"رسالتك|پیام شما|thư của bạn",
)
RECEIPT_TEXT_ALONE = Late(
    r"dies ist eine (?:empfangs|lese)bestätigung für",
    r"this is a (?:return|read) receipt for",
    r"(?:return|read) receipt (?:for|only)[^\n]{0,80}(?:mail|message)",
)

_AWAY = (
    r"abwesen(?:d|heit)|out of (?:the )?office|out-of-office|\booo\b|automatische? (?:antwort|rückmeldung|e-?mail|nachricht)|autoreply|auto[- ]?reply|"
    r"auto(?:matic|mated)?[- ](?:reply|response|answer)|autoresponder|autoantwort|auto-antwort|réponse automatique|absence du bureau|absent|"
    r"message d['’]absence|respuesta automática|fuera de (?:la )?oficina|resposta automática|ausência|risposta automatica|fuori sede|"
    r"automatisch antwoord|afwezig|odpowiedź automatyczna|automatyczna odpowiedź|nieobecn|автоответ|автоматический ответ|автоматична відповідь|"
    r"автовідповідь|вне офиса|відсутн|отсутств|otomatik (?:yanıt|cevap)|ofis dışında|رد تلقائي|رد آلي|الرد التلقائي|خارج المكتب|"
    r"پاسخ خودکار|خارج از دفتر|trả lời tự động|thư trả lời tự động|vắng mặt|automatická odpověď|automatický|automatski odgovor|"
    r"răspuns automat|autosvar|automaattinen|away from (?:my|the)|on (?:vacation|holiday|leave|parental leave|annual leave)|im urlaub|urlaubs(?:notiz|vertretung|meldung)|"
    r"nicht (?:im (?:büro|haus|dienst)|erreichbar|am platz)|elternzeit|bersiva otomatîk|وەڵامی خۆکار"
)
ABSENCE_SUBJECT = re.compile(_AWAY)
# What programs put before the subject of the mail that they answer; "Abwesenheit am 11.10." is a person's
MACHINE_ABSENCE_SUBJECT = re.compile(
    r"^\s*(?:(?:re|aw|antw|sv|odp)\s?:\s*)?(?:automatische?r? (?:antwort|abwesenheitsnotiz|rückmeldung)|abwesenheits\w{1,20}|abwesend(?=\s?:)|abwesenheit(?=\s?:)|"
    r"auto(?:matic|mated)?[- ]?(?:reply|response)|autoreply|autoresponder|autoantwort|out[- ]of[- ](?:the[- ])?office(?: auto\w{0,10})?|"
    r"réponse automatique|message d['’]absence|respuesta automática|resposta automática|risposta automatica|automatisch antwoord|"
    r"автоответ|автоматический ответ|автоматична відповідь|автовідповідь|odpowiedź automatyczna|automatyczna odpowiedź|otomatik (?:yanıt|cevap)|"
    r"رد تلقائي|رد آلي|الرد التلقائي|پاسخ خودکار|(?:thư )?trả lời tự động|automatická odpověď|automatski odgovor|răspuns automat)"
    r"\s?(?:[:：(\[]|re\b|aw\b|fwd?\b|$)"
    r"|^\s*(?:\[auto\]|(?:abwesen(?:d|heit)|urlaub|außer haus|nicht im (?:büro|haus)|elternzeit|out of office|away|on leave)\b[^:\n]{0,25}\b(?:re|aw)\s?:)"
    r"|(?:\(automatis(?:ch|iert)\)|[-–(\[]\s?auto-?reply\W?|\(automatic\))\s*$"
)
ABSENCE_TEXT = Late(
    r"(?:bin|sind) (?:ich |wir )?(?:\S{1,30} ){0,12}(?:abwesend|nicht (?:im|am|in der|in|zu) \S{1,20}|nicht (?:erreichbar|da|anwesend|an meinem)|im urlaub|in urlaub|"
    r"außer haus|ausser haus|in elternzeit|auf (?:dienstreise|fortbildung|wanderschaft|reisen|tagung)|im mutterschutz|erkrankt|krank|unterwegs|verreist)",
    r"(?:lese|beantworte|bearbeite)[^.\n]{0,40}keine e?-?mails",
    r"nicht mehr (?:für|bei|in|an)[^.\n]{0,60}(?:tätig|beschäftigt|erreichbar)|(?:nicht mehr|nicht regelmäßig) (?:gelesen|abgerufen|bearbeitet)",
    r"(?:keinen|keine|keinerlei|eingeschränkten?) (?:zugriff|zugang)[^.\n]{0,40}(?:mail|postfach|nachricht)",
    r"(?:nachricht|e-?mail|mail)s?[^.\n]{0,40}(?:wird|werden) nicht (?:weitergeleitet|gelesen)",
    r"(?:wieder|erst|zurück)[^.\n]{0,20} (?:ab|am|zum)[^.\n]{0,40}(?:erreichbar|im (?:büro|dienst|haus)|für sie da|zurück)",
    r"in dringenden (?:fällen|angelegenheiten)|während meiner abwesenheit|meine[r]? abwesenheit|abwesenheitsnotiz",
    r"(?:i am|i['’]m|i will be|we are|i shall be|we will be)[^.\n]{0,60}(?:out of (?:the )?office|away|on (?:leave|vacation|holiday|annual|parental|maternity)|unavailable|travell?ing|attending)",
    r"(?:limited|no|without) access to (?:my )?e-?mails?|will (?:not )?be (?:able to )?(?:back|return|reply|respond|come back)[^.\n]{0,40}|(?:in|for) urgent (?:cases|matters)",
    r"(?:back|return|returning)[^.\n]{0,20}(?:in the office|to the office|on \w{1,12} \d|on \d)",
    r"(?:je suis|serai)[^.\n]{0,40}(?:absent|en congé|en vacances)|de retour|en mon absence|actuellement absent",
    r"(?:estoy|estaré|me encuentro)[^.\n]{0,40}(?:fuera|ausente|de vacaciones)|no estar[ée] disponible",
    r"(?:jestem|będę|przebywam)[^.\n]{0,60}(?:nieobecn|na urlopie|poza biurem|urlop)|podczas mojej nieobecności|w (?:pilnych|nagłych) sprawach",
    r"(?:нахожусь|буду|я)[^.\n]{0,40}(?:в отпуске|отсутств|вне офиса|в командировке)|по срочным вопросам",
    r"(?:перебуваю|буду|я)[^.\n]{0,40}(?:у відпустці|в відпустці|відсутн|поза офісом|у відрядженні)|у термінових",
    r"(?:izindeyim|ofis dışında|ofiste olmayaca|yıllık izin|tatilde)",
    r"(?:في إجازة|خارج المكتب|غير متواجد|غير موجود|لن أتمكن من الرد|سأعود)",
    r"(?:در مرخصی|خارج از دفتر|در دفتر نیستم|دسترسی ندارم|برمی‌گردم)",
    r"(?:đang nghỉ|vắng mặt|nghỉ phép|không có mặt|sẽ trở lại)",
    r"(?:na dovolené|mimo kancelář|nepřítom|na godišnjem|odsutn|în concediu|nu sunt la birou|ben afwezig|op vakantie)",
)
ROBOT_TEXT = Late(
    r"(?:dies|das) ist eine (?:automatisch|autom\.)[^.\n]{0,60}(?:antwort|nachricht|e-?mail|mail|mitteilung|benachrichtigung)",
    r"automatisch (?:generierte|erstellte|erzeugte|versandte|versendete|verschickte|gesendete)[rns]? (?:antwort|nachricht|e-?mail|mail|mitteilung)",
    r"(?:antwort|nachricht|e-?mail|mail) (?:wurde|wird) automatisch",
    r"(?:this|it)[^.\n]{0,20} (?:is|was) (?:an? )?(?:auto(?:matic|mated|matically)?|sent automatically|generated automatically)[^.\n]{0,20}",
    r"automatic(?:ally)? (?:reply|response|generated|message)|automated (?:reply|response|message)|sent automatically",
    r"réponse automatique|message automatique|automatiquement|respuesta automática|automáticamente|automatycznie|automatyczna|automatycz",
    r"автоматическ|автоматичн|otomatik|تلقائي|آلي|خودکار|tự động|automatick|automatski|automat",
)
ANSWERS_ITSELF = Late(  # the program says in so many words that the answer is its own
    r"(?:dies|das|hier) ist (?:eine|die) (?:automatische|autom\.) (?:antwort|abwesenheits\w{1,20}|rückmeldung|eingangsbestätigung)",
    r"(?:antwort|nachricht|e-?mail|mail) (?:wurde|wird) automatisch (?:erzeugt|erstellt|generiert|versandt|versendet|verschickt|gesendet)",
    r"this is an auto(?:matic|mated)?[- ]?(?:reply|response|answer)|ceci est une réponse automatique|esta es una respuesta automática|to jest automatyczna odpowiedź|"
    r"это автоматический ответ|це автоматична відповідь|bu otomatik bir (?:yanıt|cevap)|هذا رد (?:تلقائي|آلي)|این پاسخ خودکار",
)
PERSON_TEXT = Late(
    r"(?:muss|müssen|möchte|möchten|will|hiermit|leider)[^.\n]{0,60}\b(?:absagen|abmelden|anmelden|stornieren|teilnehmen)",
    r"\b(?:sage|sagen|melde|melden)\b[^.\n]{0,60}\b(?:ab|an)\b(?: ?[.!\n]|$)",
    r"\bi (?:have to|must|need to|would like to|want to)[^.\n]{0,30}\b(?:cancel|register|sign up|attend|withdraw)",
    r"\b(?:melde|anmelden|anmeldung|teilnehmen|nehme|nehmen|abmelden|absagen|komme ich|kommen wir|wir kommen|ich komme|dabei)\b[^.\n]{0,120}\b(?:get together|treffen|veranstaltung|fachtag|\d{1,2}\.\s?\d{1,2}\.)",
    r"\b(?:register|sign (?:me|us) up|attend)\b[^.\n]{0,80}\b(?:event|meeting|together|on \d|october|november)",
)
FIRST_PERSON = re.compile(r"\b(?:ich|wir|mich|uns|i|we|je|nous|yo|nosotros|ja|my|я|ми|мы|ben|biz|tôi|أنا|نحن|من|ما)\b")
TICKET_SUBJECT = re.compile(
    r"\[(?:ticket|case|fall|vorgang|anfrage|request|support|#|sr|inc|req)[^\]]{0,40}\d|ticket\s?(?:#|nr|id|number)|\b(?:case|vorgangsnummer|ticket)\s?[#:]?\s?\d{3,}|"
    r"eingangsbestätigung|ihre anfrage (?:ist|wurde)|ihre nachricht (?:ist|wurde)|we(?:['’]ve| have) received your|request received|received your (?:request|message|e-?mail)"
)
TICKET_TEXT = Late(
    r"(?:ihre|deine) (?:anfrage|nachricht|e-?mail|mail|meldung)[^\n]{0,60}(?:ist|wurde|haben wir)[^\n]{0,60}(?:eingegangen|erhalten|registriert|erfasst|aufgenommen|angelegt)",
    r"(?:your|the) (?:request|message|e-?mail|ticket|inquiry|enquiry)[^\n]{0,60}(?:has been|was|have been) (?:received|created|registered|logged|opened)",
    r"(?:ticket|vorgang|fall|case)(?:s?nummer)?[^\n]{0,30}(?:lautet|eröffnet|erstellt|angelegt|created|opened|number is)",
    r"votre (?:demande|message)[^\n]{0,60}(?:a (?:bien )?été|enregistr|reçu)",
    r"##[- ]*(?:please type your reply above|bitte antworten sie oberhalb|antworten? oberhalb)",
    r"twoje zgłoszenie[^\n]{0,60}(?:zarejestrowan|przyjęt)|ваш(?:а|е)? (?:заявка|обращение|запрос)[^\n]{0,60}(?:принят|зарегистр|создан)",
)
TICKET_HINTS = (  # one of them stands in whatever TICKET_TEXT finds
    "eingegangen", "erhalten", "registriert", "erfasst", "aufgenommen", "angelegt", "received", "created", "registered",
    "logged", "opened", "lautet", "eröffnet", "erstellt", "number is", "votre ", "##", "twoje zgłoszenie", "ваш",
)  # fmt: skip
NO_ANSWER_TEXT = Late(
    r"bitte (?:antworten sie |antworte )?nicht (?:auf|direkt)[^\n]{0,30}(?:e-?mail|nachricht|mail|antworten)",
    r"(?:do not|don['’]t) (?:reply|respond) to this",
    r"(?:helpdesk|ticket|support)[- ]system|zammad|otrs|freshdesk|zendesk|osticket|request tracker",
    r"ne pas répondre|no responda|prosimy nie odpowiadać|не отвечайте",
)
GENERATED_TEXT = Late(
    r"(?:diese|die|dies ist eine)[^\n.]{0,20}(?:e-?mail|nachricht|mail|mitteilung)[^\n.]{0,20}(?:wurde|wird)[^\n.]{0,10} (?:automatisch|maschinell) (?:erstellt|erzeugt|generiert|versandt|versendet|verschickt|gesendet)",
    r"(?:dies|das) ist eine automatisch (?:generierte|erstellte|erzeugte|versandte|versendete|verschickte)",
    r"this (?:message|e-?mail|mail|is an)[^\n.]{0,20} (?:was |has been )?(?:automatically generated|generated automatically|auto-?generated|sent automatically|automated (?:message|e-?mail|notification))",
    r"this message was generated by|do not reply to this (?:e-?mail|message)|please do not reply",
    r"bitte antworten sie nicht (?:auf diese|darauf)|(?:bitte )?nicht auf diese (?:e-?mail|nachricht|mail) antworten",
    r"(?:von unserem|vom|durch das|durch unser) [^\n.]{0,20}(?:system|portal|programm)[^\n.]{0,20} (?:erzeugt|generiert|erstellt|versandt|verschickt)",
    r"(?:replies to this (?:e-?mail|message|address)|this mailbox) (?:are|is) not (?:read|monitored)|antworten (?:auf diese (?:e-?mail|nachricht|adresse) )?werden nicht gelesen",
)
CALENDAR_SUBJECT = re.compile(
    r"^\s*(?:declined|accepted|tentative(?:ly accepted)?|cancell?ed(?: event)?|updated invitation|invitation|new time proposed|zugesagt|abgesagt|abgelehnt|angenommen|"
    r"mit vorbehalt(?: zugesagt)?|vorläufig|vorbehaltlich|termin(?:absage|zusage|einladung)?|einladung|aktualisierte einladung|neuer zeitvorschlag|neue zeit vorgeschlagen|"
    r"accepté|refusé|décliné|provisoire|annulé|aceptado|aceptada|rechazado|rechazada|provisional|cancelado|zaakceptowano|odrzucono|wstępnie|"
    r"принято|отклонено|под вопросом|прийнято|відхилено|kabul edildi|reddedildi|geçici|تم القبول|مقبول|مرفوض|đã chấp nhận|đã từ chối|notification|erinnerung|reminder)\b[^\n:]{0,30}:"
)
CALENDAR_TEXT = Late(
    r"has (?:accepted|declined|tentatively accepted|replied|proposed)[^\n]{0,40}(?:invitation|event|meeting|note)",
    r"(?:hat|haben)[^\n]{0,60}(?:termin|einladung|besprechung)[^\n]{0,60}(?:angenommen|abgelehnt|zugesagt|abgesagt|akzeptiert)",
    r"(?:einladung|termin|besprechung|invitation|meeting)[^\n]{0,60}(?:wurde|was|has been)[^\n]{0,20}(?:angenommen|abgelehnt|accepted|declined|cancell?ed|abgesagt|geändert|updated|aktualisiert)",
    r"(?:invitation from|einladung von|kalender|calendar)[^\n]{0,40}(?:google|calendar|kalender|service|dienst)",
    r"(?:^|\n)\s*(?:when|wann|quand|cuándo|kiedy|когда|коли|ne zaman)\s?:[^\n]{0,200}\n(?:[^\n]{0,200}\n){0,4}\s*(?:calendar|kalender|calendrier|calendario|kalendarz|who|wer|где|where|wo)\s?:",
)
DIGEST_SUBJECT = re.compile(
    r"\bdigest\b|nachrichtensammlung|\bsammelmail\b|zusammenfassung (?:der|für|vom)|\babridged summary\b|дайджест|\brésumé (?:du|de la|quotidien)|\blot \w{1,20}, \w{1,20} \d|"
    r"\bvol(?:ume)?\.? \d{1,4}, (?:issue|eintrag) \d|\bband \d{1,4}, eintrag \d"
)
DIGEST_TEXT = Late(
    r"today['’]s topics",
    r"meldungen des tages",
    r"themen des tages",
    r"send [^\n]{0,60} mailing list submissions to",
    r"today['’]s messages",
    r"message: 1\n",
)
NEWSLETTER_TEXT = Late(
    r"newsletter",
    r"unsubscribe|abbestell|abmelden|austragen|désinscri|désabonn|darse de baja|cancelar (?:la )?suscripción|wypisz|zrezygn|отпис|відпис|aboneliğ|إلغاء الاشتراك|لغو اشتراک|hủy đăng ký",
    r"view (?:this|it|in)[^\n]{0,30}browser|im browser (?:ansehen|anzeigen|öffnen)|webversion|online-?version|wird nicht richtig (?:angezeigt|dargestellt)",
    r"you (?:are receiving|received) this|sie erhalten (?:diese|diesen)|you opted in|impressum",
)
