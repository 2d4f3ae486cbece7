"""Trains the second opinion (src/mailreg/understand/model/) on training/mails and prints how good it is.

    python -m training.train            train, print the figures of five-fold cross-validation, write the model
    python -m training.train --dry-run  the figures alone

Needs scikit-learn (training/requirements.in); mailreg itself does not. Figures are of mails that the model in question
has not seen; the mails of tests/corpus are not trained on, but for those named in OPENED.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.lexicon.load import load_lexicons
from mailreg.model.decision import Situation
from mailreg.model.mail import Letter
from mailreg.model.reading import Kind, NeedKind, Reading
from mailreg.policy.decide import decide
from mailreg.understand import opinion as op
from mailreg.understand.facts import Facts
from mailreg.understand.read import by_rules, reading_of
from mailreg.understand.scope import Statement
from mailreg.understand.senses import BITS, MOST_SENTENCES, Models, SentenceModel, Softmax
from mailreg.understand.text import Analysis, analyse
from mailreg.understand.verdict import Verdict
from training.mails import TrainingMail, training_mails
from training.rows import sentence_rows
from training.sentences import LABELS, said_of

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
MODEL = ROOT / "src" / "mailreg" / "understand" / "model"
EVENTS = parse_events((CORPUS / "events.toml").read_text("utf-8"), source="events.toml")
FOLDS = 4
# The rules were written with an eye on these mails: of how far rules can be trusted they tell less.
READ_WHILE_WRITING_RULES = 0.3
SENTENCE_C, DOCUMENT_C = 2.0, 0.5
# What policy decides by the calendar and the envelope, which no sentence tells.
BY_THE_CALENDAR = frozenset({"after the deadline", "after the start", "form attached", "not addressed", "forged"})


@dataclass
class Mail:
    name: str
    label: dict[str, Any]
    letter: Letter
    analysis: Analysis
    statements: tuple[Statement, ...]
    facts: Facts
    verdict: Verdict
    said: list[frozenset[str]] | None  # None: the sentences are not labelled
    fold: int
    weight: float = 1.0
    logits: list[list[float]] | None = None
    kinds: dict[str, float] | None = None


def load() -> list[Mail]:
    mails = [prepare(m.name, m.label, m.raw, m, number) for number, m in enumerate(training_mails())]
    sys.path.insert(0, str(CORPUS))
    import accuracy

    for path in sorted(CORPUS.glob("*/*-*.json")):
        if not accuracy.kept_unread(path.stem):
            label = json.loads(path.read_text("utf-8"))
            mail = prepare(path.stem, label, path.with_suffix(".eml").read_bytes(), None, len(mails))
            mail.weight = 1.0 if path.stem[0] in "qrst" else READ_WHILE_WRITING_RULES
            mails.append(mail)
    return [m for m in mails if not (m.letter.machine and m.letter.machine.certain) and m.letter.date]


def prepare(name: str, label: dict[str, Any], raw: bytes, mail: TrainingMail | None, number: int) -> Mail:
    letter = decode(raw)
    analysis = analyse(letter, load_lexicons())
    statements, facts, verdict = by_rules(analysis, EVENTS, letter.date)  # type: ignore[arg-type]
    said = said_of(mail, letter, statements) if mail else None
    return Mail(name, label, letter, analysis, statements[:MOST_SENTENCES], facts, verdict, said, number * 7919 % FOLDS)


def matrix(rows: Sequence[Mapping[int, float]]) -> csr_matrix:
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in rows:
        indices += row.keys()
        values += row.values()
        starts.append(len(indices))
    return csr_matrix((values, indices, starts), shape=(len(rows), 1 << BITS), dtype=np.float32)


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
    return LogisticRegression(C=c, solver="liblinear", tol=1e-3)


def train_sentences(mails: list[Mail]) -> SentenceModel:
    """Fit on all; each mail's own logits come from the fold that has not seen it."""
    rows, owners = [], []
    for number, mail in enumerate(mails):
        for row in sentence_rows(mail.statements):
            rows.append(row)
            owners.append(number)
    x = matrix(rows)
    owner = np.array(owners)
    fold = np.array([mails[i].fold for i in owners])
    places: list[tuple[int, int]] = []
    counts: Counter[int] = Counter()
    for i in owners:
        places.append((i, counts[i]))
        counts[i] += 1
    known = np.array([mails[i].said is not None for i in owners])
    weights = np.zeros((1 << BITS, len(LABELS)), dtype=np.float64)
    bias = np.zeros(len(LABELS))
    logits = np.zeros((len(rows), len(LABELS)))
    truths = [
        np.array([known[n] and label in mails[i].said[k] for n, (i, k) in enumerate(places)])  # type: ignore[index]
        for label in LABELS
    ]
    for j, (found, coefficients, intercept) in enumerate(
        Parallel(n_jobs=2)(delayed(fit_label)(x, y, known, fold) for y in truths)
    ):
        logits[:, j], weights[:, j], bias[j] = found, coefficients, intercept
        print(f"  {LABELS[j]:6} {int(truths[j].sum()):5}  {f1(truths[j][known], logits[known, j] > -1.0)}")
    for number, mail in enumerate(mails):
        mail.logits = logits[owner == number].tolist()
    scale = float(np.abs(weights).max()) / 32767
    whole = np.round(weights / scale).astype(np.int16)
    return SentenceModel(LABELS, array("h", whole.reshape(-1).tobytes()), scale, bias.tolist())


@dataclass
class Fitted:
    softmax: Softmax
    unseen: list[dict[str, float]]  # probabilities from the fold that has not seen the mail


def fit(
    features: list[dict[str, float]], truth: list[str], mails: list[Mail], train_on: Callable[[int], bool]
) -> Fitted:
    vectors = DictVectorizer()
    x = vectors.fit_transform(features)
    y, fold = np.array(truth), np.array([m.fold for m in mails])
    weight = np.array([m.weight for m in mails])
    use = np.array([train_on(i) for i in range(len(y))])
    unseen: list[dict[str, float]] = [{} for _ in truth]
    for f in range(FOLDS):
        model = LogisticRegression(C=DOCUMENT_C, max_iter=3000).fit(
            x[use & (fold != f)], y[use & (fold != f)], weight[use & (fold != f)]
        )
        for i, row in zip(np.where(fold == f)[0], model.predict_proba(x[fold == f]), strict=True):
            unseen[i] = dict(zip(model.classes_.tolist(), row.tolist(), strict=True))
    model = LogisticRegression(C=DOCUMENT_C, max_iter=3000).fit(x[use], y[use], weight[use])
    names = vectors.get_feature_names_out().tolist()
    rows = {n: [round(float(w), 4) for w in model.coef_[:, k]] for k, n in enumerate(names)}
    rows = {n: row for n, row in rows.items() if any(row)}
    return Fitted(Softmax(model.classes_.tolist(), rows, [round(float(b), 4) for b in model.intercept_]), unseen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    mails = load()
    print(f"{len(mails)} mails, {sum(len(m.statements) for m in mails)} sentences")
    sentences = train_sentences(mails)
    documents: dict[str, Softmax] = {}
    models = Models(sentences, documents)

    features = [op.document_features(LABELS, m.logits or [], m.facts, m.verdict) for m in mails]
    truth = [m.label["kind"] for m in mails]
    kind = fit(features, truth, mails, lambda _: True)
    documents["kind"] = kind.softmax
    opinions = [
        op.Opinion(models, m.statements, m.logits or [], f, p)
        for m, f, p in zip(mails, features, kind.unseen, strict=True)
    ]
    verdicts = [op.weigh_kind(o, m.verdict, m.facts) for o, m in zip(opinions, mails, strict=True)]
    right = np.mean([v.kind == t for v, t in zip(verdicts, truth, strict=True)])
    rules = np.mean([m.verdict.kind == t for m, t in zip(mails, truth, strict=True)])
    best = np.mean([max(p, key=lambda k: p[k]) == t for p, t in zip(kind.unseen, truth, strict=True)])
    print(f"kind: rules {rules:.3f}, model {best:.3f}, both {right:.3f}")

    for need in op.NEEDS:
        rows = [
            op.need_features(o, m.facts.needs, need, v.kind) for o, m, v in zip(opinions, mails, verdicts, strict=True)
        ]
        gold = [
            m.label["travel_costs"] if need is NeedKind.TRAVEL_COSTS
            else bool(m.label["interpreting"]) if need is NeedKind.INTERPRETING
            else need.value in m.label["other_needs"]
            for m in mails
        ]  # fmt: skip
        # The needs of a mail that is not ours are never read.
        ours = [v.kind in {Kind.REGISTER, Kind.CHANGE, Kind.QUESTION} for v in verdicts]
        fitted = fit(rows, [str(int(g)) for g in gold], mails, lambda i, ours=ours: ours[i])
        documents[need.value] = fitted.softmax
        t = np.array(gold)
        mask = np.array(ours)
        by_rule = np.array([any(f.value.kind is need for f in m.facts.needs.asked) for m in mails])
        by_model = np.array([p["1"] >= 0.5 for p in fitted.unseen])
        print(f"{need.value}: rules {f1(t[mask], by_rule[mask])}   both {f1(t[mask], by_model[mask])}")

    by_rule_asked = [bool(m.facts.question) for m in mails]
    rows = [op.question_features(o, b, v.kind) for o, b, v in zip(opinions, by_rule_asked, verdicts, strict=True)]
    asked = fit(rows, [str(int(m.label["question"])) for m in mails], mails, lambda _: True)
    documents["question"] = asked.softmax
    t = np.array([m.label["question"] for m in mails])
    print(
        f"question: rules {f1(t, np.array(by_rule_asked))}   "
        f"both {f1(t, np.array([p['1'] >= 0.5 for p in asked.unseen]))}"
    )

    readings = [
        reading_of(
            m.analysis, replace(m.facts, needs=op.weigh_needs(o, m.facts.needs, v.kind)), v, m.facts.event, EVENTS, o,
            m.analysis.language,
        )
        for m, o, v in zip(mails, opinions, verdicts, strict=True)
    ]  # fmt: skip
    rows = [op.handling_features(o, r) for o, r in zip(opinions, readings, strict=True)]
    before = [judged(m, r) for m, r in zip(mails, readings, strict=True)]
    gold_handling = [m.label["handling"] for m in mails]
    # An answer is safe where one is due and all that it would say is right; else a person should look.
    wrong = [differences(m, r) for m, r in zip(mails, readings, strict=True)]
    safe = ["review" if g == "automatic" and w else g for g, w in zip(gold_handling, wrong, strict=True)]
    print(
        f"due and right: {np.mean([g == 'automatic' and not w for g, w in zip(gold_handling, wrong, strict=True)]):.3f}"
    )
    handling = fit(rows, safe, mails, lambda i: before[i][1] not in BY_THE_CALENDAR)
    documents["handling"] = handling.softmax
    report(mails, readings, before, handling, gold_handling)
    right = [not w for w in wrong]
    for op.ANSWER, op.ANSWER_AGAINST, op.LOOK in (
        (1.1, 1.1, 0.0),
        (0.5, 0.6, 0.3),
        (0.6, 0.7, 0.35),
        (0.7, 0.8, 0.4),
        (0.75, 0.85, 0.5),
        (0.8, 0.9, 0.6),
        (0.85, 0.9, 0.7),
    ):
        print(
            f"  answer {op.ANSWER}, against the rules {op.ANSWER_AGAINST}, look {op.LOOK}: "
            f"{outcomes(mails, readings, handling, right)}"
        )
    if not options.dry_run:
        write(models)


def differences(mail: Mail, reading: Reading) -> list[str]:
    """What an automatic answer would get wrong."""
    import score

    from mailreg.cli.readout import as_json

    assert mail.letter.date is not None
    situation = Situation(now=mail.letter.date, received_at=mail.letter.date, events=EVENTS)
    found = as_json(mail.name, mail.letter, reading, decide(mail.letter, reading, situation))
    return list(score.decisive_differences(mail.label, found))


def judged(mail: Mail, reading: Reading) -> tuple[str, str]:
    assert mail.letter.date is not None
    situation = Situation(now=mail.letter.date, received_at=mail.letter.date, events=EVENTS)
    decision = decide(mail.letter, reading, situation)
    return str(decision.handling), decision.rule


def report(
    mails: list[Mail], readings: list[Reading], before: list[tuple[str, str]], handling: Fitted, gold: list[str]
) -> None:
    rules = np.mean([b[0] == g for b, g in zip(before, gold, strict=True)])
    model = np.mean([max(p, key=lambda k: p[k]) == g for p, g in zip(handling.unseen, gold, strict=True)])
    print(f"handling: doubts of the rules {rules:.3f}, model alone {model:.3f}")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        sure = [i for i, p in enumerate(handling.unseen) if p["automatic"] >= threshold]
        due = sum(gold[i] == "automatic" for i in sure)
        kinds = sum(readings[i].kind.value == mails[i].label["kind"] for i in sure)
        none = sum(gold[i] == "ignore" for i in sure)
        print(
            f"  automatic ≥ {threshold}: {len(sure) / len(gold):.3f} of all, {due / max(1, len(sure)):.3f} due, "
            f"{none} where none was due, kind right {kinds / max(1, len(sure)):.3f}"
        )
    for threshold in (0.6, 0.8, 0.9, 0.95, 0.98):
        sure = [i for i, p in enumerate(handling.unseen) if p["ignore"] >= threshold]
        print(f"  ignore ≥ {threshold}: {len(sure)}, of these due {sum(gold[i] != 'ignore' for i in sure)}")


def outcomes(mails: list[Mail], readings: list[Reading], handling: Fitted, right: list[bool]) -> str:
    """As the scorer counts: answered though none was due / lost / answered without review / with wrong content; and
    what was answered automatically and wholly right, of what should have been."""
    answered = lost = unseen = wrong = straight = due = shown = 0
    for mail, reading, chance, same in zip(mails, readings, handling.unseen, right, strict=True):
        final = op.settle(reading, chance)
        found, gold = judged(mail, final)[0], mail.label["handling"]
        due += gold == "automatic"
        if found == "automatic":
            answered += gold == "ignore"
            unseen += gold == "review"
            wrong += gold == "automatic" and not same
            straight += gold == "automatic" and same
        lost += found == "ignore" and gold != "ignore"
        shown += found == "review" and gold == "ignore"
    return f"a/l/r/w {answered}/{lost}/{unseen}/{wrong}, straight {straight / due:.3f}, shown in vain {shown}"


def write(models: Models) -> None:
    MODEL.mkdir(exist_ok=True)
    sentences = models.sentences
    (MODEL / "sentences.bin").write_bytes(zlib.compress(sentences.weights.tobytes(), 9))
    head = {
        "labels": sentences.labels,
        "scale": sentences.scale,
        "bias": [round(b, 5) for b in sentences.bias],
        "documents": {
            name: {"classes": d.classes, "weights": d._weights, "bias": d._bias} for name, d in models.documents.items()
        },
    }
    (MODEL / "model.json").write_text(json.dumps(head, ensure_ascii=False, indent=0) + "\n", "utf-8")
    size = sum(p.stat().st_size for p in MODEL.iterdir())
    print(f"written: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
