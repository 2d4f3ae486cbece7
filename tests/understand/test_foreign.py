"""Mails in a language that no lexicon knows are never answered: a person knows it, or knows whom to ask."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from tests.understand.letters import judged

SECOND_OPINION = True


@pytest.mark.parametrize(
    "text",
    [
        "E nderuar zonja Stoye, unë jam Arta Krasniqi nga grupi i grave në Freital. Dua të marr pjesë në takimin e 11 tetorit në Bischofswerda. Kam nevojë për përkthim në shqip. Faleminderit shumë.",
        "Tisztelt Stoye asszony, szeretnék részt venni az október 11-i találkozón Bischofswerdában. Szükségem lenne magyar tolmácsra is, mert még nem beszélek jól németül. Köszönöm szépen, üdvözlettel",
        "Hyvä rouva Stoye, haluaisin osallistua tapaamiseen 11.10. Bischofswerdassa ystäväni kanssa. Tarvitsemme suomen kielen tulkkia, koska emme vielä puhu saksaa hyvin. Kiitos ja terveisin",
        "salam ustaza claudia ana ismi rami w bade sajel bil liqa 11.10 b bischofswerda ana w rfi2i samir, bade motarjem arabi iza fi majal w shukran ktir la elik",
    ],
)
def test_never_answered(text: str) -> None:
    assert judged("get together 11.10.", text, "Rami Krasniqi <rami@example.org>")[1].handling is not Handling.AUTOMATIC


@pytest.mark.parametrize(
    "text",
    [
        "Szanowna Pani, chętnie przyjdę na spotkanie 11 października w Bischofswerdzie. Pozdrawiam serdecznie",
        "Merhaba Claudia Hanım, 11 Ekim'de Bischofswerda'daki toplantıya katılmak istiyorum. Teşekkür ederim, selamlar",
        "Hallo Frau Stoye, ich komme sehr gern am 11.10. zu Ihrem Treffen nach Bischofswerda. Viele Grüße",
    ],
)
def test_languages_that_are_known_are(text: str) -> None:
    reading, _ = judged("get together 11.10.", text, "Rami Krasniqi <rami@example.org>")
    assert "little_known" not in {doubt.code for doubt in reading.doubts}
