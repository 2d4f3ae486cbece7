"""What kind a mail is where words of two kinds stand in it, and what a person must see before an answer goes out."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

SECOND_OPINION = True
NAME = "Uta Brandt <uta.brandt@example.org>"

CONDITIONS = [
    "Guten Tag, wir melden uns zum 17.11. unter der Maßgabe an, dass alle drei in denselben Workshop dürfen.",
    "Hallo, ich melde mich zum Fachtag am 17.11. mit der Einschränkung an, dass ich schon um zwölf gehen darf.",
    "Hello, please sign me up for 11 October on the understanding that my ticket is paid.",
    "Hallo, falls es in Ordnung ist, dass ich meinen Hund mitbringe, bin ich am 11.10. dabei.",
    "Wenn es okay ist, dass wir erst um fünf kommen, sind wir am 11.10. dabei.",
    "إذا كان هناك مكان للأطفال سأكون معكم يوم 11 أكتوبر.",
    "اگر اتاق اطفال باشد به جلسه 11 اکتبر میایم.",
    "Ich nehme am 11.10. teil. Bedingung unsererseits: Wir bekommen einen Stand.",
    "Anmeldung für den Fachtag am 17.11., gültig aber nur dann, wenn Sie mein Amt anschreiben.",
    "I'll come on 11 October on one condition: no photos.",
    "11 Ekim'de geliyorum! Yalnız bir şartım var: video çekilmesin.",
    "Cuenten conmigo el 11 de octubre. Eso sí, dependerá de que me dejen vender mis libros.",
    "Je m'inscris pour le 11 octobre. Sans remboursement du trajet, considérez que je ne viens pas.",
    "Записываюсь на 11 октября. Но есть условие: без фотосъёмки.",
    "Zapisuję się na 11 października. Mam jeden warunek: żadnych zdjęć.",
    "Hi Claudia, count me in for 11 October if my shift gets swapped.",
    "Hello, please put me down for 11 October unless the hospital calls that day.",
    "Hallo, ich komme am 11.10. gern, außer wenn mein Vater ins Krankenhaus muss.",
    "Melde mich für den 11.10. an, für den Fall, dass ich frei bekomme.",
    "Ja klar, ich mach am 11.10. mit. Also wenn mein Hund nicht wieder krank wird.",
    "Chào chị, em đăng ký tham gia ngày 11.10. nếu hôm đó em đổi được ca làm.",
    "Müdürüm izin verirse 11 Ekim'de Bischofswerda'ya gelirim.",
    "Запишіть мене на 11 жовтня, якщо начальниця підпише відрядження.",
    "Bonjour, sauf si ma fille est malade, je serai là le 11 octobre.",
    "أود الحضور يوم 11 أكتوبر إذا وافق المدير على إجازتي.",
]
OPEN_YET = [
    "Gibt es im Haus der Demokratie einen Aufzug? Je nach Auskunft melde ich mich für den 17.11. an.",
    "Ich melde mich einmal provisorisch zum 11.10. an.",
    "Bin hin- und hergerissen wegen dem 11.10., mal so, mal so. Rechnet nicht mit mir.",
    "Is there a lift at the venue on 17 November? Depending on your answer I'll come.",
    "Ima li 11.10. neko da pričuva djecu? Od toga zavisi da li dolazim.",
    "Есть ли 11.10. присмотр за детьми? От этого зависит, приеду ли я.",
    "Czy 11.10. jest opieka nad dziećmi? Od tego zależy, czy przyjadę.",
    "Das get together sieht gut aus, Tendenz ja, Unterschrift vom Chef fehlt.",
    "Em muốn đi ngày 11.10 nhưng chưa dám hứa.",
    "Ich denke, ich komme am 11.10., bin mir aber noch nich ganz sicher.",
    "Am 11.10. komme ich wohl, versprechen kann ich aber nichts.",
    "Добрый день! Скорее всего 11 октября буду, точно скажу через неделю.",
    "Merci, je viendrai sans doute le 11 octobre, mais attendez ma confirmation.",
]
NOT_ASKED = [
    "Ich melde Tom Roth und Anna Kurz zum Fachtag am 17.11. an, ich habe ihnen noch nichts davon gesagt.",
    "Bitte tragen Sie Frau Weber für den Fachtag am 17.11. ein, ich habe ihr noch nichts verraten.",
    "Für den Fachtag am 17.11. melde ich meinen Bruder Tom Roth an. Ich hab ihm nix davon erzählt.",
    "Ich melde Evi Kunze zum 11.10. an, sie ist im Urlaub und ich habe sie noch nicht fragen können.",
    "Evi Kunze soll zum Fachtag am 17.11. Ihr Einverständnis hole ich noch ein, bitte schon eintragen.",
    "Zapisuję żonę Ewę Kunze na 11 października, choć jeszcze nic o tym nie wie.",
    "Bitte melden Sie meine Schwester Evi Kunze zum Fachtag am 17.11. an. Sie hat dem nicht zugestimmt.",
    "Ich melde meinen Kollegen Maik Kunze für den 11.10. an, ich sag's ihm dann nächste Woche.",
    "Ich melde Evi Kunze gegen ihren Willen für den 11.10. an.",
    "Please register my colleague Maik Kunze for 11 October, he hasn't agreed but it will do him good.",
    "Запишите, пожалуйста, мою сестру Инну Кунце на 11.10., без её согласия.",
    "Ich melde meine Nachbarin Evi Kunze für den 11.10. an. Erreicht habe ich sie noch nicht.",
    "Hiermit melde ich Maik Kunze für den 11.10. an. Er erfährt es dann hinterher.",
    "Please put Evi Kunze down for 11 October. I haven't asked her yet.",
    "J'inscris ma sœur Evi Kunze pour le 11 octobre. Je ne lui ai pas encore demandé son avis.",
]

PERHAPS_NOT = [
    "Ich komme vielleicht nicht zum get together am 11.10.",
    "Ich kann am 11.10. eventuell nicht kommen, mein Sohn ist krank.",
    "Возможно, я не приду 11 октября.",
    "Maybe I will have to cancel for 11 October.",
]
SURELY_NOT = [
    "Ich muss für den 11.10. absagen, vielleicht klappt es ein andermal.",
    "Es tut mir leid, vielleicht haben Sie schon jemand anderen, ich muss den 11.10. absagen.",
    "Vielleicht haben Sie es schon gehört: Ich kann am 11.10. nicht kommen.",
    "Ich melde mich vom get together am 11.10. wieder ab.",
    "Hallo, melde mich für den 11.10. wieder ab. Bei uns ist Hauptversammlung.",
    "Für den 11.10. melde ich mich hiermit wieder ab.",
]


@pytest.mark.parametrize("text", PERHAPS_NOT)
def test_who_stays_away_perhaps_is_shown(text: str) -> None:
    reading, decision = judged("Re: Anmeldebestätigung", text, NAME)
    assert decision.handling == "review"
    assert "undecided" in {d.code for d in reading.doubts}


@pytest.mark.parametrize("text", SURELY_NOT)
def test_who_stays_away_for_certain_is_cancelled(text: str) -> None:
    reading, _ = judged("Re: Anmeldebestätigung", text, NAME)
    assert reading.kind.value is Kind.CANCEL
    assert "undecided" not in {d.code for d in reading.doubts}


@pytest.mark.parametrize("text", CONDITIONS)
def test_what_coming_hangs_on_is_shown(text: str) -> None:
    reading, decision = judged("Anmeldung", text, NAME)
    assert decision.handling == "review"
    assert "conditional" in {d.code for d in reading.doubts}


@pytest.mark.parametrize("text", OPEN_YET)
def test_who_does_not_know_yet_gets_no_confirmation(text: str) -> None:
    assert judged("Frage", text, NAME)[1].handling == "review"


@pytest.mark.parametrize("text", NOT_ASKED)
def test_nobody_is_registered_against_their_will(text: str) -> None:
    reading, decision = judged("Anmeldung", text, NAME)
    assert decision.handling == "review"
    assert "unknowing" in {d.code for d in reading.doubts}


@pytest.mark.parametrize(
    "text",
    [
        "Falls es in Ordnung ist, komme ich am 11.10. zu zweit zum Netzwerktreffen, mit Tom Roth.",
        "Wenn möglich, melde ich mich hiermit für den Fachtag am 17.11. an.",
        "Ich melde mich zum Fachtag am 17.11. an. Fotos stimme ich nicht zu.",
        "Ich melde Tom Roth zum Fachtag am 17.11. an, mit seinem Einverständnis.",
        "اذا ممكن سجلوني في لقاء 11 أكتوبر في بيشوفسفيردا.",
        "Ich komme am 11.10. zum Netzwerktreffen, wenn nichts dazwischenkommt.",
        "Bitte melden Sie mich für den 11.10. an. Einen Platz brauche ich ohne jede Bedingung.",
        "Ich melde Tom Roth zum Fachtag am 17.11. an. Ich habe ihn gestern gefragt, er freut sich.",
    ],
)
def test_politeness_is_no_condition(text: str) -> None:
    reading, _ = judged("Anmeldung", text, NAME)
    assert reading.kind.value is Kind.REGISTER
    assert not {"conditional", "unknowing"} & {d.code for d in reading.doubts}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "AW: Termin Wartung",
            "Guten Tag, den Termin am Dienstag, 11.10., muss ich leider absagen. Neuer Vorschlag: 18.10., 8 Uhr.",
        ),
        ("Re: Heizungsablesung", "Am 11.10. kann ich leider doch nicht kommen, mein Kollege ist krank."),
        ("Re: piano lesson", "Sorry, I have to cancel on 11 October, same time next week?"),
    ],
)
def test_another_appointment_on_our_day_is_not_cancelled_here(subject: str, text: str) -> None:
    assert judged(subject, text, NAME)[1].handling != "automatic"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "AW: Veröffentlichung Fachtag",
            "Hallo Claudia, euer Fachtag steht seit gestern auf unserer Homepage, Link anbei.",
        ),
        (
            "AW: Plakat Fachtag",
            "Hallo Claudia, dein Fachtag ist jetzt auf unserem Portal, das Logo musste ich verkleinern.",
        ),
        (
            "AW: Netzwerktreffen 12.10.",
            "Schön, dass Sie am 12. Oktober zu unserem Netzwerktreffen nach Dresden kommen!",
        ),
    ],
)
def test_who_speaks_of_the_reader_does_not_register(subject: str, text: str) -> None:
    assert judged(subject, text, NAME)[1].handling != "automatic"


SOME_STAY_AWAY = [
    (
        "Hallo Claudia, von unseren drei Plätzen beim Fachtag brauchen wir nur noch zwei. Frau Nadja Weber ist raus.",
        ["Nadja Weber"],
    ),
    ("Guten Tag, Frau Nadja Weber sagt ab (Zahnweh), wir anderen kommen wie gemeldet zum Fachtag.", ["Nadja Weber"]),
    (
        "Guten Tag, von den drei Angemeldeten für den Fachtag scheidet Herr Tom Roth aus. Die beiden anderen kommen.",
        ["Tom Roth"],
    ),
    ("Guten Tag, Nadja Weber springt leider ab, am 17.11. bleibt sie zu Hause. Bei mir bleibt alles.", ["Nadja Weber"]),
    ("Клаудия, Инна Штайн и Антон Рау 17.11. в Лейпциг не едут, остальные в силе.", ["Инна Штайн", "Антон Рау"]),
    ("Добрий день, Інна Штайн і Антон Рау 17.11. до Лейпцига не їдуть.", ["Інна Штайн", "Антон Рау"]),
]


@pytest.mark.parametrize(("text", "gone"), SOME_STAY_AWAY)
def test_where_some_of_several_stay_away_it_is_a_cancellation(text: str, gone: list[str]) -> None:
    reading, _ = judged("Re: Anmeldung Fachtag", text, NAME)
    assert reading.kind.value is Kind.CANCEL
    assert [w.value for w in reading.withdrawn] == gone
    assert not reading.people
    assert reading.headcount.value == 0


@pytest.mark.parametrize(
    "text",
    [
        "Danke für die Einladung zum Netzwerktreffen. Von uns wird leider niemand kommen.",
        "Thank you for the invitation. We have a party of our own on 11 October, so nobody from our side will make it.",
        "Danke für die Einladung, am 11.10. tagt der Stadtrat, eine Teilnahme scheidet daher aus.",
        "Спасибо за приглашение, но 11.10. никто из нас не сможет.",
        "Dziękujemy za zaproszenie, ale 11.10. nikt z nas nie przyjedzie.",
    ],
)
def test_a_refusal_in_other_words_is_a_cancellation(text: str) -> None:
    assert judged("Re: Einladung Netzwerktreffen", text, NAME)[0].kind.value is Kind.CANCEL


def test_who_goes_for_somebody_takes_their_place() -> None:
    reading, _ = judged(
        "Re: Anmeldung Fachtag", "Ich gebe meinen Platz am 17.11. weiter: Marius Roth geht für mich hin.", NAME
    )
    assert reading.kind.value is Kind.CHANGE
    assert [p.name for p in reading.people] == ["Marius Roth"]


def test_a_registration_that_is_done_is_no_cancellation() -> None:
    assert judged("AW: Einladung Fachtag", "Anmeldung hiermit erledigt.", NAME)[0].kind.value is Kind.REGISTER


def test_a_long_mail_is_headed_by_what_it_is() -> None:
    """Nothing names the event, but the subject says that it is a registration: shown, not put aside."""
    text = (
        "Sehr geehrte Frau Stoye,\n\nim Namen zweier Mütter aus unserem Patenprojekt schreibe ich Ihnen:\n\n"
        "1) Frau Selma Idriz nimmt teil. Sie versteht Arabisch und braucht Sprachmittlung. Ihre zwei Jungs, vier und "
        "sechs Jahre alt, müssten betreut werden, solange sie bei Ihnen sitzt und zuhört.\n"
        "2) Frau Lale Farhadi nimmt teil. Sprachmittlung Persisch, bitte. Sie hat keine Kinder dabei.\n\n"
        "Beide würden gern die Fahrtkosten abrechnen. Ich begleite sie nur bis zur Tür und fahre dann weiter zu meiner "
        "Schwester nach Putzkau, die am selben Tag Geburtstag hat und mich zum Kaffee erwartet.\n\nHerzlich grüßt\nUta"
    )
    assert judged("Anmeldung zweier Mütter", text, NAME)[1].handling == "review"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Einladung", "Der Termin am 11.10. klappt bei mir nicht, aber zum Fachtag im November komme ich gern."),
        (
            "doch November",
            "Der Oktober ist mir zu voll, nehmt mich da raus. Setzt mich bitte in den November, Leipzig.",
        ),
        ("Re: your invitations", "I can't come to the get together, but I will come to the Fachtag."),
    ],
)
def test_no_to_one_event_and_yes_to_the_other_is_shown(subject: str, text: str) -> None:
    reading, decision = judged(subject, text, NAME)
    assert decision.handling == "review"
    assert "unclear_event" in {d.code for d in reading.doubts}


@pytest.mark.parametrize(
    "text",
    [
        "Schade, unsere Leiterin Barbara Hoyer kann nicht, deshalb komme ich am 11.10.",
        "На жаль, голова не зможе, тому їду я.",
        "Our director Mr Hoyer can't attend, so I will come.",
    ],
)
def test_who_comes_because_somebody_else_cannot_is_not_cancelled(text: str) -> None:
    reading, decision = judged("Re: Einladung Netzwerktreffen", text, NAME)
    assert reading.kind.value is not Kind.CANCEL or decision.handling == "review"


@pytest.mark.parametrize(
    "text",
    [
        "Entschuldigung, mein Fehler! Ich schrieb Englisch für die Übersetzung, ich meinte Französisch.",
        "Sorry, I wrote English by mistake, I need an interpreter for French.",
        "Клаудия, вдогонку к анкете: нужен перевод на французский.",
    ],
)
def test_data_that_are_put_right_are_a_change(text: str) -> None:
    reading, _ = judged("Re: Anmeldung Netzwerktreffen", text, NAME)
    assert reading.kind.value is Kind.CHANGE


def test_an_addendum_with_a_need_is_no_registration() -> None:
    text = "Hallo, zum Netzwerktreffen brauche ich auch eine Übersetzung ins Arabische."
    assert judged("Nachtrag", text, NAME)[0].kind.value is Kind.CHANGE


@pytest.mark.parametrize(
    "text",
    [
        "Oh no, that is already next week? I'll be in Accra until the 20th.",
        "Désolée, je serai à Marseille toute la semaine.",
        "Lo siento, estaré en Sevilla hasta el 20.",
    ],
)
def test_who_is_in_another_town_does_not_come(text: str) -> None:
    reading, decision = judged("Re: Netzwerktreffen 11.10.", text, NAME)
    assert reading.kind.value is Kind.CANCEL or decision.handling == "review"


@pytest.mark.parametrize(
    "text",
    [
        "Hội thảo Leipzig 17/11 cho mình đăng ký một suất.",
        "میخواهم در جلسه یازده اکتوبر در بیشوفسوردا اشتراک کنم.",
    ],
)
def test_our_day_and_our_town_in_other_letters_are_ours(text: str) -> None:
    reading, decision = judged("Anmeldung", text, NAME)
    assert reading.kind.value is Kind.REGISTER
    assert decision.handling == "automatic"


@pytest.mark.parametrize(
    "text",
    [
        "39,4 Fieber und keine Stimme. Ich kann morgen nicht kommen, ich bleibe im Bett statt bei euch.",
        "Die Kollegin Nadja Weber muss in der Vertretung bleiben und sagt ihre Teilnahme ab.",
        "Zwei statt drei: Nadja Weber kommt leider nicht, wir anderen schon.",
        "Клаудия, быть не смогу, ложусь на операцию. Молитесь за меня.",
    ],
)
def test_instead_of_something_else_replaces_nobody(text: str) -> None:
    assert judged("Re: Anmeldung Netzwerktreffen", text, NAME)[0].kind.value is Kind.CANCEL


@pytest.mark.parametrize(
    "text",
    [
        "Ich kann am 11.10. nicht kommen, statt meiner kommt Tom Roth.",
        "Frau Nadja Weber ist krank, Vertretung ist Tom Roth, er kommt am 11.10.",
        "Я не смогу приехать, за меня приедет Антон Рау.",
    ],
)
def test_instead_of_somebody_is_a_change(text: str) -> None:
    assert judged("Re: Anmeldung Netzwerktreffen", text, NAME)[0].kind.value is Kind.CHANGE


NOTHING_TO_CHANGE = [
    "Perfect, thank you so much, all correct.",
    "Thanks, everything is correct.",
    "Thanks for confirming, nothing to change.",
    "Danke, da muss nichts geändert werden.",
    "Super, keine Änderungen von meiner Seite.",
    "Merci, tout est correct.",
    "Merci, rien à modifier.",
    "Gracias, no hay nada que cambiar.",
    "Grazie, è tutto corretto.",
    "Dziękuję, nic nie trzeba poprawiać.",
    "Спасибо, исправлять ничего не нужно.",
    "Teşekkürler, değişiklik yok.",
]
SOMETHING_TO_CHANGE = [
    "Danke! Meine Handynummer hat sich geändert: 0176 5550123.",
    "Please correct my name: Yana Walter.",
    "Thank you, but my name is not correct: it is Yana.",
    "Alles richtig, nur mein Nachname schreibt sich Wolthers.",
    "Danke, bitte nichts an der Adresse ändern, nur die Telefonnummer ist neu: 0176 5550123.",
]
CONFIRMED = """
Jana

Am 24.08.2022 um 10:41 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:

> Vielen Dank für die Anmeldung zum Fachtag am 17. November 2022 in Leipzig. Ihr Platz ist reserviert.
>
> Herzliche Grüße
> Claudia Stoye
"""


@pytest.mark.parametrize("text", NOTHING_TO_CHANGE)
def test_who_has_nothing_to_change_is_not_answered(text: str) -> None:
    _, decision = judged("Re: Anmeldebestätigung", text + CONFIRMED)
    assert decision.handling is not Handling.AUTOMATIC


@pytest.mark.parametrize("text", SOMETHING_TO_CHANGE)
def test_a_correction_stays_a_change(text: str) -> None:
    reading, _ = judged("Re: Anmeldebestätigung", text + CONFIRMED)
    assert reading.kind.value is Kind.CHANGE
