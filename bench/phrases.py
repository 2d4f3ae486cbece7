"""What people in an association's office write to each other, in invented words: the stuff of bench/inbox.py."""

from __future__ import annotations

GIVEN = (
    "Anke Bernd Carmen Dagmar Emre Franziska Gül Hanna Ilse Jonas Katja Leyla Matthias Nadine Oksana Piotr Rania "
    "Stefan Thuy Ulrike Viktor Wiebke Xenia Yusuf Zeynep Miriam Henrik Jördis Svetlana Tarek"
).split()
FAMILY = (
    "Ahlers Böhme Czerny Demir Eberlein Fuchs Grünwald Haddad Ivanova Jahn Kretzschmar Lindner Müller Nguyen Otto "
    "Petrenko Richter Schönfeld Tran Uhlig Vogt Weiß Yıldız Zimmermann Kaya Barth Sommerfeld Noack"
).split()
HOUSES = (
    "kinderland-oberland stadt-mittelfurt jugendring-wiesental awo-hinterberg diakonie-seeheim landkreis-talau "
    "druckerei-blau reisebuero-nord bildungswerk-ost foerderwerk kulturhaus-alte-post sportverein-falkenau"
).split()
SUBJECTS = (
    "Protokoll der Teamsitzung",
    "Rechnung 2022-1187",
    "Förderantrag, letzte Fassung",
    "Mittagessen am Donnerstag?",
    "Schlüssel für den Seminarraum",
    "Termin mit dem Landesamt",
    "Entwurf Flyer Herbst",
    "Verwendungsnachweis 2021",
    "Urlaubsplanung",
    "Reisekostenabrechnung September",
    "Neue Kollegin ab November",
    "Raum 2.14 ist doppelt belegt",
    "Zuarbeit für den Sachbericht",
    "Presseanfrage Lokalredaktion",
    "Drucker im zweiten Stock",
    "Save the date: Herbstklausur",
    "Referent*innen für das Frühjahr",
    "Angebot Catering",
)
GREETINGS = ("Hallo Claudia,", "Liebe Claudia,", "Guten Morgen,", "Sehr geehrte Frau Stoye,", "Hi,", "Liebe alle,")
CLOSINGS = ("Viele Grüße", "Herzliche Grüße", "Mit freundlichen Grüßen", "LG", "Beste Grüße und bis bald")
SENTENCES = (
    "anbei schicke ich dir wie besprochen die Unterlagen für Montag.",
    "Kannst du bitte noch einen Blick auf die Seiten drei bis fünf werfen?",
    "Der Verwendungsnachweis muss bis Ende des Monats beim Landesamt sein.",
    "Ich habe die Zahlen aus dem Sommer ergänzt, es fehlen noch die Belege vom Bus.",
    "Am Donnerstag bin ich ab 14 Uhr im Haus und bringe den Schlüssel mit.",
    "Die Druckerei braucht die Datei spätestens Freitagmittag, sonst wird es teuer.",
    "Für die Klausur haben bisher elf Leute zugesagt, zwei sind krank.",
    "Ob der große Raum frei ist, klärt Jonas morgen mit dem Hausmeister.",
    "Die Fahrtkosten vom letzten Treffen sind inzwischen überwiesen.",
    "Das Catering kostet 14,50 Euro je Person, vegetarisch ist dabei.",
    "Bitte meldet euch, falls ihr am 27. nicht könnt, dann suchen wir Ersatz.",
    "Danke für deine schnelle Rückmeldung, das hilft uns sehr.",
    "Ich würde den dritten Absatz streichen und dafür die Kooperation nennen.",
    "Die Anmeldung für die Fortbildung in Dresden läuft über das Portal des Landes.",
    "Im Anhang findest du das Angebot und die unterschriebene Vereinbarung.",
    "Wir haben im Vorstand beschlossen, den Beitrag im nächsten Jahr nicht zu erhöhen.",
    "Frau Petrenko dolmetscht am Mittwoch in der Beratung, bitte trag das ein.",
    "Die neue Kollegin fängt am 1. November an und sitzt erst einmal bei uns.",
    "Zum Thema Datenschutz gibt es eine neue Handreichung, die ich verlinkt habe.",
    "Könntest du die Telefonnummer vom Jugendamt noch einmal schicken?",
    "Ich bin nächste Woche im Urlaub, Bernd vertritt mich.",
    "Die Förderung wurde bewilligt, allerdings mit einer Auflage zur Öffentlichkeitsarbeit.",
    "Wegen der Stühle rufe ich heute Nachmittag noch einmal an.",
    "Das Protokoll vom Dienstag liegt auf dem Laufwerk unter Gremien.",
    "Es wäre schön, wenn wir die Zeiten bis Ende der Woche festlegen könnten.",
    "Von den 40 Plätzen sind noch sechs frei, die Warteliste ist leer.",
    "Ich habe die Liste der Teilnehmenden vom Vorjahr noch einmal durchgesehen.",
    "Bei der Abrechnung fehlt die Quittung über 23,80 Euro vom Baumarkt.",
    "Please find attached the signed agreement for the exchange in spring.",
    "Let me know whether Tuesday or Wednesday suits you better.",
)
# It names our event's day, and is about something else.
OUR_DAY = "Bitte meldet euch, falls ihr am 11. Oktober nicht könnt, dann suchen wir Ersatz."
NEWS = (
    "Neue Ausschreibung für Projekte in der Jugendarbeit",
    "Unsere Fachtagung im Rückblick",
    "Jetzt anmelden: Seminare im Winter",
    "Zehn Jahre Nachbarschaftshaus",
    "Handreichung zur Elternarbeit erschienen",
    "Stellenangebote aus dem Netzwerk",
)
