"""Mails in languages that are read badly or not at all: a person looks, nothing is answered, and nothing is lost.

All are written to the organiser on 27 September 2022, when the events of tests/corpus/events.toml are open.
"""

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.decision import Decision
from tests.understand.letters import judged

RULE = "doubt: little_known"

UNKNOWN = {
    "ka": ("სალამი", "გამარჯობა, ჩემი სახელია ნინო ბერიძე. მინდა მოვიდე თქვენს შეხვედრაზე ჩემს დასთან ერთად."),
    "hi": ("नमस्ते", "नमस्ते, मेरा नाम सुनीता शर्मा है। मैं अपनी बहन के साथ आपकी बैठक में आना चाहती हूँ।"),
    "ta": ("வணக்கம்", "வணக்கம், என் பெயர் கவிதா. நான் உங்கள் கூட்டத்திற்கு வர விரும்புகிறேன். நன்றி"),
    "zh": ("报名", "您好,我叫王芳,我想和我的丈夫一起报名参加聚会,谢谢您"),
    "hy": ("Բարև", "Բարև ձեզ, ես Անի Սարգսյանն եմ, ուզում եմ գալ ձեր հանդիպմանը քրոջս հետ։"),
    "el": ("Γεια", "Καλημέρα σας, ονομάζομαι Ελένη Παππά και θα ήθελα να έρθω στη συνάντησή σας."),
    "sv": (
        "hej",
        "Hej, jag heter Astrid Lund och vill gärna komma på träffen tillsammans med min make. Tack så mycket",
    ),
    "hu": (
        "szia",
        "Kedves Claudia, szívesen elmennék én is, de a férjem sajnos dolgozik, ezért egyedül mennék. Üdv Kovács Éva",
    ),
    "ar in Latin letters": (
        "mar7aba",
        "mar7aba kifik inshallah mni7a, ana w jozi 7abbin niji la3andkon bas ma mna3ref wen, Hanan",
    ),
}
THIN = {
    "fa in Latin letters": (
        "salam",
        "salam khanom, man ba hamsaram miyayim, lotfan esme ma ro benevisid, kheyli mamnoon, Nasrin",
    ),
    "ku": ("Silav", "Silav xanim, em ê sê heval bi hev re werin. Navên me paşê dişînim. Spas, Rojda"),
    "ckb": ("سڵاو", "سڵاو خاتوو، من و هاوسەرەکەم دێین. سوپاس، شنۆ عەلی"),
    "ti": ("ሰላም", "ሰላም ሓፍተይ፣ ኣነን ሓፍተይን ክንመጽእ ኢና። ሰናይት ተኽለ"),
    "ps": ("سلام", "سلام، زه او زما ورور دواړه درځو. مننه، زرغونه"),
    "so": ("salaan", "Salaan walaal, aniga iyo walaashay waan imanaynaa. Hodan Cali"),
    "am": ("ሰላም", "ሰላም፣ እኔ እና እህቴ እንመጣለን። አመሰግናለሁ፣ ሄለን ታደሰ"),
    "ur": ("سلام", "السلام علیکم، میں اور میری بہن دونوں آئیں گی۔ شکریہ، عائشہ قریشی"),
}


@pytest.mark.parametrize(("subject", "text"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_language_is_shown_and_never_answered(subject: str, text: str) -> None:
    reading, decision = judged(subject, text)
    assert (decision.handling, decision.rule) == ("review", RULE), (reading.why, reading.language)


@pytest.mark.parametrize(("subject", "text"), THIN.values(), ids=THIN.keys())
def test_somebody_comes_in_a_language_of_few_words(subject: str, text: str) -> None:
    reading, decision = judged(subject, text)
    assert decision.handling == "review", (decision.rule, reading.why, reading.language)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("am", "ክብርት ወይዘሮ፣ በስብሰባው ላይ መገኘት አልችልም፣ ታምሜያለሁ። ይቅርታ"),
        ("ti", "ክብርቲ ወይዘሮ፣ ኣብ ኣኼባ ክሳተፍ ኣይክእልን እየ፣ ሓሚመ ኣለኹ።"),
        ("ur", "محترمہ، مجھے ٹرین کا کرایہ چاہیے اور میرے بھائی کو بھی۔"),
        ("fa", "خانم محترم، من و برادرم می‌خواهیم در جلسه شرکت کنیم."),
        ("ar", "السيدة المحترمة، أريد أن أشارك في اللقاء مع أخي."),
    ],
)
def test_sister_languages_are_told_apart(code: str, text: str) -> None:
    assert judged("", text)[0].language.value == code


def _decided(subject: str, text: str, **addresses: str) -> Decision:
    return judged(subject, text, **addresses)[1]


def test_mail_in_well_known_languages_is_put_aside_as_before() -> None:
    for subject, text in (
        ("Grüße", "Liebe Claudia, gestern war ich mit den Kindern im Zoo, das Wetter war herrlich. Bis bald, Jana"),
        ("Hi", "Hi Claudia, we painted the kitchen at the weekend and it looks lovely. Love, Jana"),
        ("Salut", "Chère Claudia, hier nous avons mangé une tarte délicieuse chez ma mère. Bises, Jana"),
        ("Привет", "Дорогая Клаудия, вчера мы были в театре, спектакль очень понравился. Целую, Яна"),
        ("مرحبا", "عزيزتي كلوديا، أمس كنا في الحديقة مع الأطفال وكان الجو جميلا. مع تحياتي"),
        ("Fotos", "Hanna Petersen, Jakob Ehrlich, Mathilda Brandt, Konrad Weiß"),
        ("Adresse", "Jana Wolters, Gartenweg 12, 09111 Chemnitz"),
    ):
        assert _decided(subject, text).handling == "ignore", text


def test_signs_of_something_else_put_it_aside_all_the_same() -> None:
    subject, text = THIN["so"]
    assert (
        _decided("abaalmarin", "Salaan, waxaad ku guulaysatay abaalmarin lacag ah oo weyn, fadlan guji halkan").handling
        == "ignore"
    )
    assert _decided(subject, text, to="jemand@verein.example").rule != RULE
    assert _decided("ok", "ሰላም").rule != RULE
    assert _decided(subject, " ".join([text] * 12)).rule != RULE  # long: about something of its own


def test_which_lexicons_are_thin_stands_in_them() -> None:
    lexicons = load_lexicons()
    assert {"am", "ckb", "ku", "ps", "so", "ti", "ur"} <= lexicons.thin
    assert not lexicons.thin & {"de", "en", "tr", "fr", "es", "pl", "vi", "ar", "fa", "uk", "ru"}
