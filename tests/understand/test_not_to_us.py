"""Mail that is not written to us: without a word that binds it to a meeting it is nobody's to look at."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True
LIST = "talk@lists.example"
# Everyday sentences with near-miss words, as they go over lists and in copies.
NOT_OURS = """
I'm not sure I can get to the filter code tonight, perhaps I'll look at it over the weekend. The tests still fail
here, and the second patch does not apply. Did anybody try it with the new compiler yet? It worked for Ravi.

Ich bin mir nicht sicher, ob ich das heute noch schaffe, vielleicht am Wochenende. Der Treiber lässt sich nicht laden,
und der zweite Rechner geht auch nicht an. Hat das schon jemand mit dem neuen Kabel probiert? Bei Ravi ging es damit.

You can remove your address from the list at any time. Lowest rates, no obligation, act now and fill in the form
below, our agents will get back to you within two days. Smokers accepted! More than two million people trust us.
""".strip().split("\n\n")
# A colleague's address may lead to us: what binds the mail to a meeting, or says little but that somebody comes or
# does not, is shown.
SHOWN = (
    ("Anmeldung", "Liebe Friederike, hiermit melde ich mich an. Viele Grüße, Olha Marchenko"),
    ("Netzwerktreffen", "Hallo zusammen, zum Treffen am 11. Oktober komme ich gern. Olha Marchenko"),
    ("Leider", "Ich muss leider absagen. Viele Grüße, Olha Marchenko"),
    ("get together", "Dear all, please register me for the get together in Bischofswerda. Olha Marchenko"),
)


@pytest.mark.parametrize("text", NOT_OURS)
def test_mail_to_others_about_nothing_of_ours_is_not_shown(text: str) -> None:
    reading, decision = judged("Kurz gefragt", text, to=LIST)
    assert (decision.handling, reading.why) == ("ignore", "not_to_us"), decision.rule


@pytest.mark.parametrize(("subject", "text"), SHOWN)
def test_what_may_be_ours_is_shown_though_it_is_not_written_to_us(subject: str, text: str) -> None:
    _, decision = judged(subject, text, to="beese@verein.example")
    assert decision.handling != "ignore", decision.rule


@pytest.mark.parametrize("text", NOT_OURS[:2])
def test_the_same_words_to_us_are_read_like_any_mail(text: str) -> None:
    reading, _ = judged("Kurz gefragt", text)
    assert reading.why != "not_to_us"
