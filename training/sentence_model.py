"""Trains the model of sentences: what each one says."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from mailreg.understand.hidden import BITS as HIDDEN_BITS
from mailreg.understand.lanes import BITS
from mailreg.understand.senses import SentenceModel
from training.hidden_layer import Layers, fit, packed
from training.material import EVENTS, FOLDS, Mail
from training.rows import hidden_rows, sentence_rows
from training.sentences import DOUBTFUL, KINDS, LABELS, doubtful, kind_of

SENTENCE_C = 2.0


def matrix(rows: Sequence[Mapping[int, float]], bits: int = BITS) -> csr_matrix:
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in rows:
        indices += row.keys()
        values += row.values()
        starts.append(len(indices))
    return csr_matrix((values, indices, starts), shape=(len(rows), 1 << bits), dtype=np.float32)


def f1(truth: np.ndarray, found: np.ndarray) -> str:
    hit = float((truth & found).sum())
    precision, recall = hit / max(1, found.sum()), hit / max(1, truth.sum())
    return f"P {precision:.3f} R {recall:.3f} F {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def fit_label(
    x: csr_matrix, y: np.ndarray, known: np.ndarray, fold: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """One label: logits from folds that have not seen the sentence; weights and bias of the fit on all."""
    logits = np.zeros(len(y))
    for f in range(FOLDS):
        seen = known & (fold != f)
        logits[fold == f] = logistic(SENTENCE_C).fit(x[seen], y[seen]).decision_function(x[fold == f])
    model = logistic(SENTENCE_C).fit(x[known], y[known])
    return logits, model.coef_[0], float(model.intercept_[0])


def logistic(c: float) -> LogisticRegression:
    return LogisticRegression(C=c, solver="liblinear", tol=1e-2)


def train_sentences(mails: list[Mail]) -> SentenceModel:
    """Fit on all; each mail's own logits come from the fold that has not seen it."""
    rows, deep_rows, owners = [], [], []
    for number, mail in enumerate(mails):
        ours = mail.facts.event.signs
        rows += sentence_rows(mail.statements, ours)
        deep_rows += hidden_rows(mail.statements, ours)
        owners += [number] * len(mail.statements)
    x, deep = matrix(rows), matrix(deep_rows, HIDDEN_BITS)
    del rows, deep_rows
    owner = np.array(owners)
    fold = np.array([mails[i].fold for i in owners])
    places: list[tuple[int, int]] = []
    counts: Counter[int] = Counter()
    for i in owners:
        places.append((i, counts[i]))
        counts[i] += 1
    marks = [None if mails[i].said is None else mails[i].said[k] for i, k in places]  # type: ignore[index]
    known = np.array([labels is not None for labels in marks])
    weights = np.zeros((1 << BITS, len(LABELS)), dtype=np.float64)
    bias = np.zeros(len(LABELS))
    logits = np.zeros((len(owners), len(LABELS)))
    everything = np.ones(len(owners), bool)
    hesitant = [doubtful(m.label, m.letter.date, EVENTS) if m.letter.date else None for m in mails]
    truths = [
        np.array([hesitant[i] is True for i in owners]) if label == DOUBTFUL
        else np.array([kind_of(mails[i].label) == label for i in owners]) if label in KINDS
        else np.array([labels is not None and label in labels for labels in marks])
        for label in LABELS
    ]  # fmt: skip
    heard = np.array([hesitant[i] is not None for i in owners])
    told = [heard if label == DOUBTFUL else everything if label in KINDS else known for label in LABELS]
    for j, (found, coefficients, intercept) in enumerate(
        Parallel(n_jobs=2)(delayed(fit_label)(x, y, who, fold) for y, who in zip(truths, told, strict=True))
    ):
        logits[:, j], weights[:, j], bias[j] = found, coefficients, intercept
        print(f"  {LABELS[j]:6} {int(truths[j].sum()):5}  {f1(truths[j][known], logits[known, j] > -1.0)}")
    layers, other = train_hidden(deep, np.stack(truths, 1), np.stack(told, 1), fold)
    logits = (logits + other) / 2
    print("  both together:")
    for j, label in enumerate(LABELS):
        print(f"  {label:6} {int(truths[j].sum()):5}  {f1(truths[j][known], logits[known, j] > -1.0)}")
    starts = np.searchsorted(owner, np.arange(len(mails) + 1))
    for number, mail in enumerate(mails):
        mail.logits = logits[starts[number] : starts[number + 1]].tolist()
    scale = float(np.abs(weights).max()) / 32767
    whole = np.round(weights / scale).astype(np.int16)
    return SentenceModel(LABELS, array("h", whole.reshape(-1).tobytes()), scale, bias.tolist(), packed(layers))


def train_hidden(x: csr_matrix, truth: np.ndarray, told: np.ndarray, fold: np.ndarray) -> tuple[Layers, np.ndarray]:
    """The layers fitted on all, and the logits from folds that have not seen the sentence."""
    uses = [fold != f for f in range(FOLDS)]
    uses.append(np.ones(len(fold), bool))
    *unseen, everything = Parallel(n_jobs=2)(delayed(fit)(x, truth, told, use) for use in uses)
    logits = np.zeros(truth.shape)
    for use, layers in zip(uses, unseen, strict=False):
        logits[~use] = layers.logits(x[~use])
    return everything, logits
