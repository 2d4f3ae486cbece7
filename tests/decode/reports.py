"""Invented delivery reports, one of each family of servers, for the tests of the parser. Nobody in them exists."""

# ruff: noqa: E501  lines stand as servers write them

from __future__ import annotations

OURS = "<mailreg.mnxw4ztjoq5dcnz2oyyq.abcdefghijklmnop@example.org>"
COPY = f"""Return-Path: <desk@example.org>
Received: from desk.example.org by mx.example.org with ESMTPS id 4711
\tfor <amira@nirgendwo.example>; Mon, 3 Oct 2022 09:00:00 +0200
From: "Treffen" <desk@example.org>
To: Amira Haddad <amira@nirgendwo.example>
Subject: Ihre Anmeldung
Message-ID: {OURS}
Date: Mon, 3 Oct 2022 09:00:00 +0200

Guten Tag Amira Haddad,

Sie sind angemeldet. Fragen an: hilfe@example.org
"""


def plain(
    text: str, *, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice", more: str = ""
) -> bytes:
    """A report in words alone."""
    return (
        f"Return-Path: <>\nFrom: {sender}\nTo: desk@example.org\nSubject: {subject}\n{more}"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}"
    ).encode()


def report(text: str, fields: str, *, returned: str = COPY, subject: str = "Undelivered Mail", more: str = "") -> bytes:
    """multipart/report with a delivery status (RFC 3464)."""
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\nTo: desk@example.org\n"
        f"Subject: {subject}\n{more}MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"\n\n'
        f"--=_b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--=_b\nContent-Type: message/delivery-status\n\n{fields}\n"
        f"--=_b\nContent-Type: message/rfc822\n\n{returned}\n--=_b--\n"
    ).encode()


MTA = "Reporting-MTA: dns; mx.example\nArrival-Date: Mon, 3 Oct 2022 09:00:01 +0200\n\n"


def status(address: str, code: str, action: str = "failed", diagnostic: str = "") -> str:
    said = f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {code}\n{said}\n"


A, B = "amira@nirgendwo.example", "bruno@nirgendwo.example"
# name → (bytes, what must be found: address, hard or soft, final/delayed/relayed, reason)
FIELDS: dict[str, tuple[bytes, list[tuple[str, str, str, str]]]] = {
    "postfix": (
        report(
            f"<{A}>: host mx.nirgendwo.example[192.0.2.7] said: 550 5.1.1 <{A}>: User unknown (in reply to RCPT TO command)",
            MTA + status(A, "5.1.1", diagnostic=f"550 5.1.1 <{A}>: User unknown"),
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "postfix, given up after five days": (
        report(
            f"<{A}>: connect to nirgendwo.example[192.0.2.7]:25: Connection timed out",
            MTA + status(A, "4.4.1", diagnostic="connect to nirgendwo.example[192.0.2.7]:25: Connection timed out"),
        ),
        [(A, "soft", "final", "unreachable")],
    ),
    "delay": (
        report(
            "THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
            MTA + status(A, "4.4.1", "delayed"),
            subject="Delayed Mail (still being retried)",
        ),
        [(A, "soft", "delayed", "unreachable")],
    ),
    "delivered": (
        report("Your message was successfully delivered.", MTA + status(A, "2.0.0", "relayed")),
        [(A, "soft", "relayed", "other")],
    ),
    "two, one of them full": (
        report("", MTA + status(A, "5.1.1") + status(B, "5.2.2", diagnostic="552 5.2.2 Mailbox full")),
        [(A, "hard", "final", "unknown_user"), (B, "hard", "final", "mailbox_full")],
    ),
    "two without the blank line between": (
        report("", (MTA + status(A, "5.1.1").rstrip("\n") + "\n" + status(B, "4.2.2"))),
        [(A, "hard", "final", "unknown_user"), (B, "soft", "final", "mailbox_full")],
    ),
    "action before the recipient": (
        report(
            "",
            f"Reporting-MTA: dsn; a8.smtp-out.example\n\nAction: failed\nFinal-Recipient: rfc822; {A}\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\nStatus: 5.1.1\n",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "status undefined, the server's words precise": (
        report("", MTA + status(A, "5.0.0", diagnostic="552 5.2.2 over quota")),
        [(A, "hard", "final", "mailbox_full")],
    ),
    "no such domain, status undefined": (
        report(
            "",
            MTA
            + status(
                A,
                "4.0.0",
                diagnostic="DNS Error: DNS type 'mx' lookup of nirgendwo.example responded with code NXDOMAIN",
            ),
        ),
        [(A, "hard", "final", "dns")],
    ),
    "original recipient only": (
        report("", f"Original-Recipient: <{A}>\nAction: failed\nDiagnostic-Code: smtp; 550 Unknown user {A}\n"),
        [(A, "hard", "final", "unknown_user")],
    ),
    "a route before the address": (
        report(
            "",
            MTA
            + f"Original-Recipient: rfc822;{A}\nFinal-Recipient: rfc822;@smtp.example:amira@server\nAction: failed\nStatus: 5.2.0 (LMTP failure)\nDiagnostic-Code: smtp;522 5.2.0 Over quota\n",
        ),
        [(A, "hard", "final", "mailbox_full")],
    ),
    "a host without a dot": (
        report(
            "",
            MTA
            + f"Final-Recipient: rfc822; amira@mailhub0\nOriginal-Recipient: rfc822;{A}\nAction: failed\nStatus: 5.2.0\n",
        ),
        [(A, "hard", "final", "other")],
    ),
    "a file that is no address": (
        report(
            f"save to /var/spool/amira\ngenerated by {A}\nmailbox is full: retry timeout exceeded",
            MTA + "Action: failed\nFinal-Recipient: rfc822;/var/spool/amira\nStatus: 5.0.0\n",
            more=f"X-Failed-Recipients: {A}\n",
        ),
        [(A, "hard", "final", "mailbox_full")],
    ),
    "too large": (
        report("", MTA + status(A, "5.3.4", diagnostic="552 5.3.4 Message size exceeds fixed limit")),
        [(A, "hard", "final", "too_large")],
    ),
    "spam filter": (
        report("", MTA + status(A, "5.7.1", diagnostic="550 5.7.1 Message rejected as spam by Content Filtering.")),
        [(A, "hard", "final", "blocked")],
    ),
    "Exchange Online, German": (
        report(
            f"[Office365-Logo]\nIhre Nachricht an {A} konnte nicht zugestellt werden.\n\namira wurde unter nirgendwo.example nicht gefunden.\n\nBitten Sie Ihren E-Mail-Administrator um Hilfe: admin@example.org",
            "Reporting-MTA: dns;AM0PR01MB.eurprd01.prod.exchangelabs.com\n\n"
            + status(
                A,
                "5.1.10",
                diagnostic="550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            ),
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Exchange Online knows no such mailbox": (
        report(
            "",
            MTA
            + status(
                A, "5.4.1", diagnostic=f"550 5.4.1 [{A}]: Recipient address rejected: Access denied. AS(201806281)"
            ),
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "an empty status, the words name it": (
        report(
            f"Delivery to the following recipients failed permanently:\n\n   * {A}\n",
            "Reporting-MTA: dns; mx.example [192.0.2.1]\n",
        ),
        [(A, "hard", "final", "other")],
    ),
    "fields in the text": (
        plain(
            f"An error occurred while trying to deliver the mail to the following recipients:\n{A}\n\nTechnical report:\n\nReporting-MTA: dsn; a27.smtp-out.example\n\nAction: failed\nFinal-Recipient: rfc822; {A}\nDiagnostic-Code: smtp; 554 4.4.7 Message expired\nStatus: 4.4.7\n"
        ),
        [(A, "soft", "final", "unreachable")],
    ),
    "forwarded by a person": (
        plain(
            f"Schau mal:\n\n> The original message was received at Mon, 3 Oct 2022\n>\n>    ----- The following addresses had permanent fatal errors -----\n> <{A}>\n>\n> Final-Recipient: RFC822; {A}\n> Action: failed\n> Status: 5.1.1\n",
            sender="ada@example.org",
            subject="Fwd: Returned mail",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "a report in a report": (
        b"From: MAILER-DAEMON@gw.example\nTo: desk@example.org\nSubject: Returned mail: User unknown\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\n----- The following addresses had permanent delivery errors -----\n\n--o\nContent-Type: message/rfc822\n\n"
        + report("", MTA + status(A, "5.1.1"))
        + b"\n--o--\n",
        [(A, "hard", "final", "unknown_user")],
    ),
    "base64 fields": (
        report("", "").replace(
            b"Content-Type: message/delivery-status\n\n\n",
            b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
            + __import__("base64").encodebytes((MTA + status(A, "5.1.1")).encode())
            + b"\n",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "the end is missing": (report("", MTA + status(A, "5.1.1"))[:-430], [(A, "hard", "final", "unknown_user")]),
    "an address beyond ASCII": (
        report("", MTA + "Final-Recipient: utf-8; ümit@müller.example\nAction: failed\nStatus: 5.1.1\n"),
        [("ümit@müller.example", "hard", "final", "unknown_user")],
    ),
    "quota of a delivery agent, as a read receipt": (
        f"From: Mail Delivery Subsystem <postmaster@mx.example>\nTo: desk@example.org\nSubject: Automatically rejected mail\nContent-Type: multipart/report; report-type=disposition-notification; boundary=q\n\n--q\n\nYour message to <{A}> was automatically rejected:\nQuota exceeded (mailbox for user is full)\n--q\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; {A}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--q--\n".encode(),
        [(A, "soft", "final", "mailbox_full")],
    ),
}
RETURNED = f"--- Below this line is a copy of the message.\n\n{COPY}"
WORDS: dict[str, tuple[bytes, list[tuple[str, str, str, str]]]] = {
    "qmail": (
        plain(
            f"Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{A}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 <{A}>: User unknown\nGiving up on 192.0.2.7.\n\n<{B}>:\nSorry, I couldn't find any host named nirgendwo.example. (#5.1.2)\n\n{RETURNED}"
        ),
        [(A, "hard", "final", "unknown_user"), (B, "hard", "final", "dns")],
    ),
    "qmail, too long in the queue": (
        plain(
            f"Hi. This is the qmail-send program at mx.example.\n\n<{A}>:\nConnected to 192.0.2.7 but connection died. (#4.4.2)\nI'm not going to try again; this message has been in the queue too long.\n\n{RETURNED}"
        ),
        [(A, "soft", "final", "unreachable")],
    ),
    "Exim": (
        plain(
            f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {A}\n    host mx.nirgendwo.example [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<{A}>:\n    550 5.2.1 This account has been disabled\n\n------ This is a copy of the message, including all the headers. ------\n\n{COPY}",
            subject="Mail delivery failed: returning message to sender",
        ),
        [(A, "hard", "final", "disabled")],
    ),
    "Exim, only the header names it": (
        plain(
            "This message was created automatically by mail delivery software.\nThis is a permanent error. The following address(es) failed:\n\n  amira\n    local delivery failed\n",
            more=f"X-Failed-Recipients: {A}\n",
        ),
        [(A, "hard", "final", "other")],
    ),
    "Exim, warning": (
        plain(
            f"This message was created automatically by mail delivery software.\nA message that you have sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\nThe address to which the message has not yet been delivered is:\n\n  {A}\n    Delay reason: Connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated.",
            subject="Warning: message 1abc delayed 24 hours",
        ),
        [(A, "soft", "delayed", "unreachable")],
    ),
    "GMX and WEB.DE": (
        plain(
            f'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n"{A}":\nSMTP error from remote server for RCPT TO command, host: mx.nirgendwo.example (192.0.2.7) reason: 550 5.1.1 unknown\n\n\n--- The header of the original message is following. ---\n\n{COPY}'
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "IONOS, German": (
        plain(
            f"Diese Nachricht wurde automatisch von der Mail-Software erzeugt.\n\nEine von Ihnen gesendete Nachricht konnte nicht zugestellt werden.\nDies ist ein dauerhafter Fehler. Die folgende Adresse war betroffen:\n\n{A}\n\nGrund: Das Postfach des Empfängers ist voll.\n\n--- Der Header der ursprünglichen Nachricht folgt. ---\n\n{COPY}",
            subject="Mail delivery failed: returning message to sender",
        ),
        [(A, "hard", "final", "mailbox_full")],
    ),
    "T-Online": (
        plain(
            f"|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <{A}> ... unknown user\n|------------------------- Message text follows: ------------------------|\n{COPY}",
            subject="mail failed, returning to sender",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Exchange, German": (
        plain(
            f"Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n{A}<mailto:{A}>\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse des Empfängers, und versuchen Sie, die Nachricht erneut zu senden. Wenn das Problem weiterhin besteht, wenden Sie sich an helpdesk@example.org.\n\nDiagnoseinformationen für Administratoren:\n\nGenerierender Server: EX01.example.org\n\n{A}\nRemote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'\n\nUrsprüngliche Nachrichtenkopfzeilen:\n\n{COPY}",
            sender="Microsoft Outlook <postmaster@example.org>",
            subject="Unzustellbar: Ihre Anmeldung",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Exchange, German, delayed": (
        plain(
            f"Die Zustellung an folgende Empfänger oder Gruppen verzögert sich:\n\n{A}\n\nDie Nachricht wurde noch nicht zugestellt. Es werden weitere Zustellversuche unternommen.",
            subject="Zustellung verzögert: Ihre Anmeldung",
        ),
        [(A, "soft", "delayed", "other")],
    ),
    "Exchange 2003": (
        plain(
            f"Your message\n\n  To:      desk@example.org\n  Subject: Ihre Anmeldung\n  Sent:    Mon, 3 Oct 2022 09:00:00 +0200\n\ndid not reach the following recipient(s):\n\n{A} on Mon, 3 Oct 2022 09:00:05 +0200\n    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=de;a= ;p=neko\n    MSEXCH:IMS:EXAMPLE:CAT 0 (000C05A6) Unknown Recipient\n",
            sender="postmaster@nirgendwo.example",
            subject="Undeliverable: Ihre Anmeldung",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Google": (
        plain(
            f"Delivery to the following recipient failed permanently:\n\n     {A}\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 550 5.1.1 user unknown (state 14).\n\n----- Original message -----\n\n{COPY}",
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject="Delivery Status Notification (Failure)",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Google, delay": (
        plain(
            f"This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     {A}\n\nMessage will be retried for 2 more day(s)\n\nTechnical details of temporary failure:\nThe recipient server did not accept our requests to connect.\n",
            subject="Delivery Status Notification (Delay)",
        ),
        [(A, "soft", "delayed", "unreachable")],
    ),
    "Google, delay, new words": (
        plain(
            f"** Delivery incomplete **\n\nThere was a temporary problem delivering your message to {A}. We will retry for 47 more hours. You will be\nnotified if the delivery fails permanently.\n"
        ),
        [(A, "soft", "delayed", "unreachable")],
    ),
    "Google, German": (
        plain(
            f"** Adresse nicht gefunden **\n\nIhre Nachricht wurde nicht an {A} zugestellt, weil die Adresse nicht gefunden wurde oder keine E-Mails empfangen kann.\n\nDie Antwort lautete:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n",
            subject="Delivery Status Notification (Failure)",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Yahoo": (
        plain(
            f"Sorry, we were unable to deliver your message to the following address.\n\n<{A}>:\n554: delivery error: dd This user doesn't have a nirgendwo.example account ({A}) [0]\n\n{RETURNED}",
            subject="Failure Notice",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Yahoo, given up": (
        plain(
            f"Sorry, we were unable to deliver your message to the following address.\n\n<{A}>:\nUnable to deliver message after multiple retries, giving up.\n\n{RETURNED}",
            subject="Failure Notice",
        ),
        [(A, "soft", "final", "unreachable")],
    ),
    "sendmail": (
        plain(
            f"The original message was received at Mon, 3 Oct 2022 09:00:00 +0200\nfrom localhost [127.0.0.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<{A}>\n    (reason: 550 5.1.1 <{A}>... User unknown)\n<{B}>\n    (reason: 552 5.2.2 <{B}>... Mailbox full)\n\n   ----- Transcript of session follows -----\n... while talking to mx.nirgendwo.example.:\n>>> MAIL From:<desk@example.org>\n<<< 550 5.1.1 <{A}>... User unknown\n"
        ),
        [(A, "hard", "final", "unknown_user"), (B, "hard", "final", "mailbox_full")],
    ),
    "old sendmail": (
        plain(
            f"   ----- Transcript of session follows -----\nWhile talking to mx.nirgendwo.example:\n>>> RCPT To:<{A}>\n<<< 550 <{A}>, User Unknown\n550 <{A}>... User unknown\n\n   ----- Unsent message follows -----\n{COPY}",
            subject="Returned mail: User unknown",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Domino": (
        plain(
            f"Your message\n\n  Subject: Ihre Anmeldung\n\nwas not delivered to:\n\n  {A}\n\nbecause:\n\n  User amira ({A}) not listed in Domino Directory\n",
            sender="Postmaster@nirgendwo.example",
            subject="DELIVERY FAILURE: User amira not listed in Domino Directory",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Courier": (
        plain(
            f"This is a delivery status notification from mx.example,\nrunning the Courier mail server, version 1.0.16.\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<{A}>:\n    mx.nirgendwo.example [192.0.2.7]:\n>>> DATA\n<<< 552 Mailbox size limit exceeded, over quota\n",
            subject="NOTICE: mail delivery status.",
        ),
        [(A, "hard", "final", "mailbox_full")],
    ),
    "OpenSMTPD": (
        plain(
            f"    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n{A}: 550 5.1.1 User unknown\n\n    Below is a copy of the original message:\n\n{COPY}",
            subject="Delivery status notification: error",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "a label before the address": (
        plain(
            f"Unknown user: {A}\n\nOriginal message follows.\n\n{COPY}",
            sender="postmaster@example.org",
            subject="Undeliverable Mail",
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Failed Recipient": (
        plain(
            f"Could not deliver message to the following recipient(s):\n\nFailed Recipient: {A}\nReason: Remote host said: 550 5.1.1 No such user\n\n   -- The header and top 20 lines of the message follows --\n\n{COPY}"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "in a sentence": (
        plain(
            f"The mail that you addressed to '{A}' could not be delivered.\nFor help please contact postmaster@mx.example.\n"
        ),
        [(A, "hard", "final", "other")],
    ),
    "a list of two in a sentence": (
        plain(f"Your mail to {A} and to {B} was not delivered, because the recipients' mailboxes do not exist.\n"),
        [(A, "hard", "final", "unknown_user"), (B, "hard", "final", "unknown_user")],
    ),
    "full, no code": (
        plain(
            f" Your mail sent on: Mon, 3 Oct 2022 09:00:00 +0200\n Could not be delivered to: <{A}>\n As their mailbox is full.\n",
            sender="no-reply@nirgendwo.example",
            subject="Mail",
        ),
        [(A, "soft", "final", "mailbox_full")],
    ),
    "RCPT TO in a list": (
        plain(
            f"Error: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  Subject: Ihre Anmeldung\n  MAIL FROM: desk@example.org\n  RCPT TO: {A}\n  From: desk@example.org\n"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Strato, German prose": (
        plain(
            f"Sehr geehrte Damen und Herren,\n\nIhre E-Mail an {A} konnte nicht zugestellt werden, da die Mailbox des Empfängers voll ist.\n\nMit freundlichen Grüßen\nIhr Postmaster\npostmaster@provider.example\n"
        ),
        [(A, "soft", "final", "mailbox_full")],
    ),
    "labels, German": (
        plain(
            f"Leider konnte Ihre Nachricht nicht zugestellt werden.\n\nEmpfänger: {A}\nGrund: Benutzer unbekannt\n\nBei Fragen wenden Sie sich an support@provider.example\n"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "MDaemon": (
        plain(
            f"The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: {A}\n\n--- Session Transcript ---\n RCPT To:<{A}>\n 550 5.1.1 unknown user\n--- End Transcript ---\n"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Mimecast": (
        plain(
            f"An error occurred while trying to deliver your message to {A}.\n\n   550 Invalid Recipient - https://community.example/docs#550\n"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "MailEnable": (
        plain(
            f"MailEnable: Message could not be delivered to some recipients.\n\n\tRecipient: [SMTP:{A}]\n\tReason: 550 5.1.1 unknown\n"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Polish": (
        plain(f"Wiadomość nie została dostarczona do następujących odbiorców:\n\n{A}\nNieznany użytkownik\n"),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Ukrainian": (
        plain(f"Вашого листа не вдалося доставити отримувачу:\n\n{A}\nТакого користувача не існує\n"),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Turkish": (
        plain(f"İletiniz şu alıcıya teslim edilemedi:\n\n{A}\nKullanıcı bulunamadı\n"),
        [(A, "hard", "final", "unknown_user")],
    ),
    "French": (
        plain(
            f"Votre message n'a pas pu être remis aux destinataires suivants :\n\n  {A}\n  Adresse du destinataire inconnue\n\nMessage d'origine :\n\n{COPY}"
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Russian": (
        plain(f"К сожалению, Ваше письмо не может быть доставлено:\n\n  {A}\n  Пользователь не найден\n\n{COPY}"),
        [(A, "hard", "final", "unknown_user")],
    ),
    "names nobody, the copy does": (plain(f"Извините.\n\n{RETURNED}"), [(A, "hard", "final", "other")]),
    "our own address failed": (
        plain(
            "Hi. This is the qmail-send program at mx.example.\n\n<desk@example.org>:\nRemote host said: 552 disk quota exceeded\n"
        ),
        [("desk@example.org", "hard", "final", "mailbox_full")],
    ),
    "only HTML": (
        plain(
            f"<html><body><h1>Email Returned</h1><p>We were unable to deliver your message to the following address</p><table><tr><td>{A}</td></tr></table><p>550 5.1.1 User unknown</p></body></html>"
        ).replace(b"text/plain", b"text/html"),
        [(A, "hard", "final", "unknown_user")],
    ),
    "Amazon SNS": (
        plain(
            '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"'
            + A
            + '","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user un!\n known"}]},"mail":{"headers":[{"name":"Message-ID","value":"'
            + OURS
            + '"}]}}\n\n--\nIf you wish to stop receiving notifications …'
        ),
        [(A, "hard", "final", "unknown_user")],
    ),
}
