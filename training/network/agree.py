"""Weighs what the network says of a reading (understand/agreement.py), by mails that nothing has been trained on.

    python -m training.network.agree    writes the weights into network.json

The mails are those of material.HELD: the network and all other models have not seen them. They were read while rules
were written, so the rules do better on them than on strangers' mails; those of training/unseen tell the truth.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from mailreg.cli.readout import as_json
from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.model.decision import Decision, Situation
from mailreg.model.mail import Letter
from mailreg.model.reading import Reading
from mailreg.policy.decide import decide
from mailreg.understand import agreement as ag
from mailreg.understand import handling as hg
from mailreg.understand.opinion import OURS
from mailreg.understand.read import judge, reading_of
from mailreg.understand.text import analyse
from training.mails import TrainingMail, training_mails
from training.material import CORPUS, EVENTS, HELD
from training.network.material import MODEL

sys.path.insert(0, str(CORPUS))
import score

STRENGTH = 0.05  # how far the weights may grow: some hundred of these mails are read wrongly, so the weights stay small


def main() -> None:
    rows, right = [], []
    for mail in training_mails():
        if mail.name[:2] in HELD and (found := weighed(mail)) is not None:
            rows.append(found[0])
            right.append(found[1])
    names = list(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y = np.array(right)
    *found, bias = fitted(x, y)
    weights = {name: round(float(w), 4) for name, w in zip(names, found, strict=True)}
    print(f"{len(y)} readings, {y.mean():.3f} due and right; {weights}")
    file = MODEL / "network.json"
    head = json.loads(file.read_text("utf-8"))
    head |= {"weights": weights, "bias": round(float(bias), 4)}
    file.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", "utf-8")


def fitted(x: NDArray[np.float64], y: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Logistic regression whose weights are at least nought: where the network agrees more, an answer is no less right.
    The bias comes last."""

    def loss(p: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ p[:-1] + p[-1]
        error = 1 / (1 + np.exp(-z)) - y
        value = np.sum(np.logaddexp(0, z) - y * z) + np.sum(p[:-1] ** 2) / (2 * STRENGTH)
        return float(value), np.append(x.T @ error + p[:-1] / STRENGTH, error.sum())

    columns = x.shape[1]
    bounds = [(0, None)] * columns + [(None, None)]
    result = minimize(loss, np.zeros(columns + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    found: NDArray[np.float64] = result.x
    return found


def weighed(mail: TrainingMail) -> tuple[dict[str, float], bool] | None:
    """What is weighed of a mail for which the network is asked, and whether an answer would be due and right."""
    letter = decode(mail.raw)
    if letter.date is None or (letter.machine is not None and letter.machine.certain):
        return None
    analysis = analyse(letter, load_lexicons())
    facts, verdict, opinion = judge(analysis, EVENTS, letter.date)
    if opinion is None or verdict.kind not in OURS:
        return None
    reading = reading_of(analysis, facts, verdict, facts.event, EVENTS, opinion, analysis.language)
    chance = hg.chances(opinion, reading)
    listener = opinion.listener
    if chance is None or listener is None or not hg.asked(chance["automatic"], listener):
        return None
    heard = listener.hear()
    if heard is None:
        return None
    row = {"before": ag.logit(chance["automatic"])} | ag.agreement(reading, heard)
    wrong = score.decisive_differences(mail.label, as_json(mail.name, letter, reading, _decision(letter, reading)))
    return row, mail.label["handling"] == "automatic" and not wrong


def _decision(letter: Letter, reading: Reading) -> Decision:
    assert letter.date is not None
    return decide(letter, reading, Situation(now=letter.date, received_at=letter.date, events=EVENTS))


if __name__ == "__main__":
    main()
