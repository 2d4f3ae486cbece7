"""What servers write into delivery reports: their words for the reasons, for delays, and for "here begins your mail".

Data for report.py and its kin. All is matched against text in lower case with blanks folded to one, German first; no
pattern repeats anything without a bound.
"""

# ruff: noqa: E501  the patterns are tables of words; breaking them by width hides what belongs together

from __future__ import annotations

import re

from mailreg.decode.late import Late
from mailreg.model.report import Reason

# Words that name the reason. The first that hits wins.
REASONS: tuple[tuple[Reason, Late], ...] = (
    (
        Reason.LOOP,
        Late(
            r"endlosschleife|mailschleife|weiterleitungsschleife",
            r"mail ?loop|routing loop|too many hops|hop count|loops? back|maximum allowed times",
        ),
    ),
    (
        Reason.MAILBOX_FULL,
        Late(
            r"(?:postfach|mailbox|konto|quota|speicherplatz|speicher|kontingent)[^.\n]{0,40}(?:voll\b|überschritten|erschöpft|überfüllt|belegt|überlastet)",
            r"quota ?exceeded|exceeded? (?:\w+ ){0,3}(?:quota|storage)|over(?:\s|-)?quota|quota (?:is )?(?:full|violation|limit)",
            r"(?:mail ?box|inbox|account|user)(?:['’]s)? (?:\S{1,100} )?(?:is |has |mailbox is )?(?:currently |too )?(?:full|over (?:its )?(?:quota|storage)|out of space)",
            r"mailbox ?full|full mailbox|storage (?:limit|quota)|disk (?:quota|space)|insufficient (?:disk|storage)|out of storage|not enough (?:storage|space)|no space left|exceeded (?:its|their|the) (?:mailbox |storage )",
            r"bo[iî]te (?:aux lettres |de réception )?(?:[^.\n]{0,30} )?pleine|buz[oó]n [^.\n]{0,30}lleno|casella [^.\n]{0,30}piena|caixa [^.\n]{0,30}cheia",
            r"переполнен|переповнен|skrzynka [^.\n]{0,30}(?:pełna|przepełniona)|przekroczon\w+ limit|kutusu dolu|容量",
        ),
    ),
    (
        Reason.TOO_LARGE,
        Late(
            r"(?:nachricht|mail|e-mail|anhang)[^.\n]{0,30}zu groß|maximale (?:nachrichten)?größe|größenbeschränkung|größenlimit",
            r"(?:message|mail|e-mail|attachment|size)[^.\n]{0,30}(?:too (?:large|big)|exceeds? [^.\n]{0,30}(?:size|limit|maximum))",
            r"size (?:limit )?exceed|exceeds? (?:\S{1,40} ){0,3}(?:maximum )?(?:message )?size|message (?:is )?too long|too (?:large|big) (?:for|to)|maximum (?:message |allowed )?size",
            r"message trop (?:volumineux|gros)|demasiado grande|troppo grande|слишком большо",
        ),
    ),
    (
        Reason.MOVED,
        Late(
            r"verzogen|nicht mehr (?:hier |bei uns )?(?:tätig|beschäftigt)|neue (?:e-?mail-?)?adresse lautet",
            r"(?:user|recipient|mailbox) has moved|no longer (?:with|works? (?:for|at)) |address (?:has )?changed|please (?:try|use) <?[^\s<>@]{1,64}@",
        ),
    ),
    (
        Reason.DISABLED,
        Late(
            r"(?:konto|postfach|benutzer\w*|empfänger\w*)[^.\n]{0,30}(?:deaktiviert|gesperrt|stillgelegt|inaktiv|geschlossen|abgelaufen)",
            r"(?:account|mailbox|recipient|user|e-?mail address)[^.\n]{0,40}(?:disabled|inactive|suspended|deactivated|discontinued|frozen|closed|locked|expired|terminated)",
            r"(?:account|mailbox) (?:is |has been |was )?blocked|inactive (?:user|account|mailbox)|disabled (?:user|account|mailbox)|account is not active",
            r"compte[^.\n]{0,30}(?:bloqu|d[eé]sactiv|suspendu|inactif)|cuenta[^.\n]{0,30}(?:desactivada|suspendida)|account (?:sospeso|disattivato)|конто заблокован|заблокирован|неактив",
        ),
    ),
    (
        Reason.BLOCKED,  # for its sender or content: says nothing against the address
        Late(
            r"\bspam|unerwünscht|richtlinie|schwarze liste|sperrliste|virus|malware|\bjunk\b",
            r"black ?list|block ?list|\bdnsbl\b|\brbl\b|reputation|blocked (?:by|using|for|due)|has been blocked|been rejected by|suspicious|unsolicited",
            r"polic(?:y|ies)\b|prohibited|unauthenticated|\bdmarc\b|\bspf\b|\bdkim\b|reverse dns|\bptr\b|content rejected|message (?:was )?filtered|message rejected|rejected (?:as|for) ",
            r"relay(?:ing)? (?:is )?(?:denied|not|access)|unable to relay|insecure mail relay|access denied\. ip|not (?:a )?member|(?:sender|from)(?: address| domain)?[^.\n]{0,20} (?:rejected|refused|denied|invalid|does not exist)|sender verify|unroutable sender|domain of sender|valid from|recipient preferences|not accepted from servers|smtp server of your isp",
            r"courrier indésirable|correo no deseado|спам",
        ),
    ),
    (
        Reason.UNKNOWN_USER,
        Late(
            r"(?:empfänger\w*|benutzer\w*|nutzer\w*|adresse|postfach|konto|mailbox)[^.\n]{0,80}(?:nicht gefunden|unbekannt|existiert nicht|nicht existiert|nicht vorhanden|gibt es nicht|nicht bekannt|ungültig|nicht (?:mehr )?(?:verfügbar|gültig))",
            r"(?:unbekannte[rn]?|ungültige[rn]?|kein(?:e|en)?|falsche[rn]?) (?:\w{1,20} )?(?:empfänger|benutzer|nutzer|adresse|postfach|e-mail-adresse|mailbox)|konnte nicht gefunden werden",
            r"\b(?:user|usr)[^.\n@]{0,20}(?:unknown|not found|do(?:es)? ?n[o'’]t exist|not known|invalid|not exist|is not listed)|(?:unknown|invalid|bad|no such|not a valid|nonexistent|non-existent|unrecogni[sz]ed|illegal|not our|undefined|incorrect) (?:\w{1,20} ){0,2}(?:user|recipient|mailbox|address|account|local ?part|alias|customer|destination|person)\b",
            r"(?:address(?:es)?|accounts?|mailbox(?:es)?|recipients?|users?|alias|e-?mail|name)\b[^.\n]{0,60}(?:does ?n[o'’]t exist|do(?:es)? not exist|not (?:be )?found|wasn[’']t found|couldn[’']t be found|is unknown|not recogni[sz]ed|not listed|not exist|not valid|is invalid|is not a (?:known|valid)|not known|unknown)",
            r"\bno (?:mailbox|account|user|recipient)\b(?! (?:specified|data))(?: (?:here|by|with|named?|found|for))|recipient ?not ?found|recipnotfound|unroute?able address|unknown or illegal alias|undeliverable address|mailbox name not allowed",
            r"doesn[’']t have an? \S{1,80} account|not (?:listed )?in (?:\w{1,20} )?(?:directory|address ?book)|no such (?:user|person|address|mailbox)|user[^.\n]{0,20}does not belong|not a mailbox|does not (?:have|host) (?:an account|a mailbox)",
            r"adresse[^.\n]{0,60}(?:invalide|inconnue|introuvable|n['’]existe pas)|destinataire[^.\n]{0,30}(?:inconnu|invalide|introuvable)|utilisateur inconnu|boîte[^.\n]{0,20}inconnue",
            r"usuario[^.\n]{0,30}(?:desconocido|no existe)|dirección[^.\n]{0,40}(?:no existe|no se (?:ha )?encontr)|utente (?:sconosciuto|inesistente)|destinatario (?:sconosciuto|desconhecido)|indirizzo[^.\n]{0,30}(?:inesistente|non esiste)|usuário (?:desconhecido|inexistente)|gebruiker onbekend|onbekende? (?:gebruiker|ontvanger)",
            r"nieznany (?:użytkownik|odbiorca|adres)|użytkownik nie istnieje|нет такого|не существует|не найден|пользовател\w{0,3} не|такого користувача|не існує|недоступн|kullanıcı (?:bulunamadı|yok)|宛先不明|ユーザー?は?存在",
        ),
    ),
    (
        # Of the network, so for now. Before DNS: "host not found, try again" may work tomorrow.
        Reason.UNREACHABLE,
        Late(
            r"zeitüberschreitung|keine verbindung|verbindung [^.\n]{0,40}(?:abgelehnt|fehlgeschlagen|nicht (?:herstellen|hergestellt))|nicht fristgerecht|in der warteschlange|server (?:ist )?nicht erreichbar|vorübergehend|später (?:noch ?einmal|erneut)",
            r"timed? ?out|time-?out|connection (?:refused|reset|closed|lost|dropped|failed)|no route to host|not responding|unreachable|host not reachable|did not accept our requests|socket error|could ?n[o'’]t connect|can ?not connect|unable to connect|network error|\bconnect to \S{1,200}: ",
            r"queue too long|in the queue|expired|retry time(?:out)? (?:not reached|exceeded)|multiple retries|too many (?:retries|attempts)|\d attempts|not (?:been )?delivered within|could not be delivered for|has stopped trying",
            r"host not found, try again|temporar|try (?:again|it) later|please try later|later again|deferred|gr[ea]ylist|service (?:currently |temporarily )?(?:unavailable|refused)|service refuse|system resources|resources temp|too busy|rate limit|too many (?:connections|messages)|server busy|local problem",
        ),
    ),
    (
        Reason.DNS,
        Late(
            r"(?:domain|domäne|host|rechner|server)[^.\n]{0,60}(?:nicht gefunden|unbekannt|existiert nicht|nicht existiert|gibt es nicht)",
            r"(?:host|domain)(?: name)?[^.\n@]{0,60}(?:not found|unknown|do(?:es)?n[’']t exist|does not exist|not exist|couldn[’']t be found|lookup failure|is not reachable|does not accept mail|invalid)|(?:unknown|bad|invalid|no such|illegal) (?:host|domain|destination system)",
            r"nxdomain|no (?:mx|mail exchanger|valid mx|relevant answers)|name (?:service|server) error|dns (?:error|lookup|failure|server)|name or service not known|mail exchanger|no smtp service|null mx|cannot route|hôte inconnu|nom de domaine|dominio (?:no|desconocido|inesistente)",
        ),
    ),
)
# Words that many servers write whatever the reason is: they count where nothing else, not even the status, tells more.
WEAK: tuple[tuple[Reason, Late], ...] = (
    (
        Reason.UNKNOWN_USER,
        Late(
            r"recipient(?: address)? (?:rejected|refused|unknown|denied)|rejected recipient|address rejected|mailbox (?:is )?unavailable|mailbox not available|requested action not taken",
            r"unknown$|empfänger [^.\n]{0,20}abgelehnt|destinataire refusé",
        ),
    ),
    (
        Reason.BLOCKED,
        Late(
            r"abgelehnt|blockiert|gesperrt|verweigert|\bblocked|denied|reject|refused|not (?:allowed|authori[sz]ed|permitted|accepted|welcome)|unauthori[sz]ed|relay",
        ),
    ),
)

# Subjects of reports, beside those in machinetext.py.
SUBJECT = Late(r"return(?:ed|ing) to sender|mail failed|fehlermeldung|mail system error|delivery (?:failure|report)")

# Where the domain is gone, Google still says 4.0.0: the words decide there.
NO_DOMAIN = Late(
    r"nxdomain|domain name not found|domain does not exist|domain \S{1,200} (?:could ?n[o'’]t be found|does not exist)",
    r"domain(?: \S{1,200})? (?:wurde nicht gefunden|konnte nicht gefunden werden|existiert nicht)",
)

DELAYED = Late(
    r"verzöger(?:t|ung)|noch nicht zugestellt|noch nicht ausgeliefert|zustellung wird (?:weiter|erneut)|weitere zustellversuche|weiterhin versuch|brauchen [^.\n]{0,40}nicht (?:erneut|noch ?einmal) (?:zu )?senden",
    r"warning (?:message )?only|(?:will|is) (?:be |being |still being )?retr(?:ied|y)\b|will (?:continue|keep)[^.\n]{0,30}try|still being retried|delivery attempts will continue",
    r"(?:has been|is|was) delayed|delivery (?:is |has been )?delayed|delayed mail|mail delayed|delayed:|delivery (?:status notification )?\(?(?:delay|warning)\b|warning: (?:message|could not send|mail)",
    r"not yet been delivered|has not been delivered yet|do not need to re-?send|only a temporary failure|not been able to deliver[^.\n]{0,40}yet",
    r"a été retardé|remise (?:est )?retardée|(?:se ha|ha sido) retrasad|è stat[ao] ritardat|opóźnion|задерж|затрим",
)
GIVEN_UP = Late(
    r"dauerhaft|endgültig|aufgegeben|keine weiteren (?:zustell)?versuche|nicht weiter versuch",
    r"giv(?:en|ing) (?:it )?up|(?<!fails )permanent(?:ly)?\b|no (?:further|more) (?:delivery )?attempts|will (?:not be retried|be deleted from)|not going to try again|has (?:stopped|given up) trying|will not continue|unzustellbar",
)
RELAYED = Late(
    r"^(?:delivered|relayed|expanded|zugestellt|weitergeleitet|übermittelt): ",
    r"(?<!un)success(?:ful(?:ly)?)? (?:mail )?deliver|delivery status notification \((?:success|relay)|was successfully (?:delivered|relayed)|erfolgreich (?:zugestellt|übermittelt)",
)
# A read receipt's shape, but it says that the mail was thrown away (Dovecot's and others' delivery agents).
REJECTED = Late(
    r"automatically rejected|automatisch (?:zurückgewiesen|abgelehnt)|rejected mail|disposition:[^\n]{0,80}(?:denied|failed)"
)

# The line behind which the mail stands that is reported about; frame signs may stand before it.
RETURNED = re.compile(
    r"^[ \t>|#*=_+~<-]{0,80}(?:"
    r"(?:below|under) (?:this|the next) line|(?:this|enclosed|included|below|attached) is (?:a )?copy|(?:a )?copy of (?:the |your )?(?:original |returned )?(?:message|mail)"
    r"|(?:the )?headers? (?:and text )?of (?:the |your )?(?:original |returned )?(?:message|mail)|message (?:text|headers?|body) follows?|here is (?:your|the) (?:returned|original) (?:mail|message)"
    r"|(?:es folgt|nachfolgend|anbei)[^\n]{0,40}(?:kopie|nachricht|header)|der (?:header|kopf) der[^\n]{0,20}(?:nachricht|mail)|kopfzeilen der[^\n]{0,20}nachricht"
    r"|(?:start|begin(?:ning)?) of (?:returned|original|unsent) message"
    r"|(?:(?:the|your|die|ihre|le|el) )?(?:original|returned|unsent|undelivered|bounced|old|ursprüngliche|zurückgesandte|originale?)[ -]?(?:message|mail|e-?mail|nachricht|nachrichtenkopf\w{0,8})"
    r"(?: (?:headers?|info|text|body|follows?|below|attached|folgt|is following|follow)){0,3}[ \t:.\-=_|*#>~+]{0,80}$"
    r"|(?:the )?original message (?:headers? )?follows?\b[^\n]{0,60}$"
    r"|-{2,} ?(?:forwarded|weitergeleitete) (?:message|nachricht)"
    r"|message d'origine|en-têtes (?:du message )?d'origine|mensaje original|encabezados (?:de|del) mensaje|messaggio originale|oryginalna wiadomość|исходное (?:сообщение|письмо)"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
# The same, where nothing announces it: a line of a mail's header.
HEADER_LINE = re.compile(
    r"^(?:return-path|received|delivered-to|dkim-signature|message-id): ?\S", re.IGNORECASE | re.MULTILINE
)

# In front of an address, at the end of what stands there: it is not the one that failed.
NOT_FAILED = re.compile(
    r"(?:absender\w*|\bvon|kontakt\w{0,10}|wenden(?: sie sich)?(?: bitte)?(?: an)?|schreiben sie(?: bitte)? an|fragen|hilfe"
    r"|\bmail from|\bfrom|sender|sent by|reply-?to|return-?path|contact\w{0,10}|(?:send|forward)(?: \w{1,12}){0,4} to|reply to|write to|help ?desk|support|question\w{0,5}|assistance|postmaster (?:at|unter)"
    r"|message-?id|expanded from|generated by|on behalf of|envelope-from|\bcc|\bbcc|subject|betreff|\bvia|user name|expéditeur|de la part de|remitente|mittente|nadawca|отправител\w{0,4}|відправник\w{0,4})"
    r"\W{0,6}(?:\w{2,12} )?[<(\"'\[]{0,3}$"
)
# Labels of a line whose address is not the one that failed, though it stands alone behind a colon.
OTHER_LABEL = re.compile(
    r"^(?:mail from|from|to|cc|bcc|sender|sender address|reply-to|return-path|absender|von|an|de|à|para|kopie|message-?id|expéditeur|contact|kontakt|subject|betreff|x-[\w-]{1,40}|received|support|questions?|e-?mail|delivered-to|errors-to|reporting-mta|remote-mta|original sender|mail-from)$"
)
# In front of an address: it is the one that failed.
FAILED = re.compile(
    r"(?:\b(?:an|für|empfänger\w{0,10}|adressat\w{0,5}|benutzer|adressen?|postfach|konto|zieladresse)"
    r"|\b(?:to|for|recipients?|users?|addresse?s?|mailbox|account|delivery|deliver|unknown|undeliverable|failed|rcpt|attempts|reach)"
    r"|\b(?:destinataires?|adresses?|à|para|destinatarios?|a|do|odbiorc\w{1,4}|на|до|кому|получател\w{1,4}|адрес\w{0,4}))"
    r"\W{0,6}$"
)
# Addresses that reports give for questions.
OFFICE = re.compile(r"(?:postmaster|abuse|support|help|helpdesk|hilfe|service|admin|mailer-daemon|no-?reply)[@.+-]")
