"""Trains the first opinion of a long mail (src/mailreg/understand/first_words.py) on the words of the training mails.

    python -m training.first_words    writes model/first_words.json; part of `make train`

From which sum on a mail is read is chosen by long mails of writers that nothing is trained on (HELD): all of theirs
that are ours are read, and what is a little farther off.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand.first_words import COUNTED, FirstWords
from mailreg.understand.glance import own_words
from mailreg.understand.opinion import OURS
from mailreg.understand.text import take_apart
from training.mails import training_mails
from training.material import HELD, ROOT

MODEL = ROOT / "src" / "mailreg" / "understand" / "model" / "first_words.json"
STRENGTH = 0.05
OFTEN = 8  # mails that a word must be in
LEAST = 0.05  # lighter words are left out
LONG = 70  # words
FARTHER = 0.5
LENGTH = "#"  # no word


@dataclass
class Seen:
    writer: str
    ours: bool
    words: set[str]
    count: int


def main() -> None:
    seen = list(human_mails())
    trained = [mail for mail in seen if mail.writer not in HELD]
    often = Counter(word for mail in trained for word in mail.words)
    kept = {word for word, times in often.items() if times >= OFTEN}

    def features(mail: Seen) -> dict[str, float]:
        return {word: 1.0 for word in mail.words if word in kept} | {LENGTH: min(mail.count, COUNTED) / 100}

    vectors = DictVectorizer()
    x = vectors.fit_transform([features(mail) for mail in trained])
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x, [mail.ours for mail in trained])
    names = vectors.get_feature_names_out()
    weights = {str(n): round(float(w), 2) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) > LEAST}
    length, bias = weights.pop(LENGTH, 0.0), round(float(model.intercept_[0]), 2)

    def total(mail: Seen) -> float:
        return bias + length * min(mail.count, COUNTED) / 100 + sum(weights.get(word, 0.0) for word in mail.words)

    long = [mail for mail in seen if mail.writer in HELD and mail.count >= LONG]
    enough = round(min(total(mail) for mail in long if mail.ours) - FARTHER, 2)
    rest = [total(mail) >= enough for mail in long if not mail.ours]
    print(
        f"{len(trained)} mails, {len(weights)} words; from {enough} on read: all {len(long) - len(rest)} long ones of"
    )
    print(f"ours, and {np.sum(rest)} of {len(rest)} others")
    found = FirstWords(dict(sorted(weights.items())), length, bias, enough)
    text = json.dumps(vars(found), ensure_ascii=False, indent=0)
    MODEL.write_text(text + "\n", "utf-8")


def human_mails() -> Iterator[Seen]:
    for mail in training_mails():
        letter = decode(mail.raw)
        if letter.machine is None and letter.bulk is None and letter.spam is None:
            words, count = own_words(take_apart(letter, load_lexicons()))
            yield Seen(mail.name[:2], mail.label["kind"] in OURS, words, count)


if __name__ == "__main__":
    main()
