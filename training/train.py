"""Trains the second opinion (src/mailreg/understand/model/) on training/mails and prints how good it is.

    python -m training.train            train, print the figures of five-fold cross-validation, write the model
    python -m training.train --dry-run  the figures alone

Needs scikit-learn (training/requirements.in); mailreg itself does not. Figures are of mails that the model in question
has not seen; the mails of tests/corpus are not trained on, but for those named in OPENED.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mailreg.model.reading import Kind, NeedKind
from mailreg.understand import handling as hg
from mailreg.understand import opinion as op
from mailreg.understand.gathering import gather
from mailreg.understand.models import Models
from mailreg.understand.needs import Needs
from mailreg.understand.people import KINDS
from mailreg.understand.read import reading_of
from mailreg.understand.senses import Softmax
from mailreg.understand.settled_languages import settle_languages
from mailreg.understand.verdict import Verdict
from training import people as pe
from training.boosting import Boosted, boost
from training.material import EVENTS, FOLDS, ROOT, Mail, load
from training.report import differences, judged, outcomes, report
from training.sentence_model import f1, train_sentences
from training.sentences import LABELS

MODEL = ROOT / "src" / "mailreg" / "understand" / "model"
DOCUMENT_C = 0.1
# What policy decides by the calendar and the envelope, which no sentence tells.
BY_THE_CALENDAR = frozenset({"after the deadline", "after the start", "form attached", "not addressed", "forged"})


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
    use = np.array([train_on(i) for i in range(len(y))])
    unseen: list[dict[str, float]] = [{} for _ in truth]
    for f in range(FOLDS):
        model = LogisticRegression(C=DOCUMENT_C, max_iter=3000).fit(x[use & (fold != f)], y[use & (fold != f)])
        for i, row in zip(np.where(fold == f)[0], model.predict_proba(x[fold == f]), strict=True):
            unseen[i] = dict(zip(model.classes_.tolist(), row.tolist(), strict=True))
    model = LogisticRegression(C=DOCUMENT_C, max_iter=3000).fit(x[use], y[use])
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
        # As a model says that has not seen the writer: else the mails would seem to be read better than strangers' are.
        opinions = [replace(o, needs={**o.needs, need: p["1"]}) for o, p in zip(opinions, fitted.unseen, strict=True)]
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

    models = people_of(mails, verdicts, models, opinions)

    readings = [
        reading_of(
            m.analysis, replace(m.facts, needs=_needs(o, m, v)), v, m.facts.event, EVENTS, o,
            m.analysis.language,
        )
        for m, o, v in zip(mails, opinions, verdicts, strict=True)
    ]  # fmt: skip
    rows = [hg.handling_features(o, r) for o, r in zip(opinions, readings, strict=True)]
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
    counts = [r.kind.value in op.OURS and b[1] not in BY_THE_CALENDAR for r, b in zip(readings, before, strict=True)]
    trees = boost(
        [f | hg.reading_features(r) for f, r in zip(rows, readings, strict=True)],
        np.array(safe) == "automatic",
        np.array(counts),
        np.array([m.fold for m in mails]),
    )
    for chance, logit in zip(handling.unseen, trees.unseen.tolist(), strict=True):
        chance["automatic"] = hg.together(chance["automatic"], logit)
    report(mails, readings, before, handling, gold_handling)
    right = [not w for w in wrong]
    thresholds = hg.ANSWER, hg.ANSWER_AGAINST, hg.LOOK
    for hg.ANSWER, hg.ANSWER_AGAINST, hg.LOOK in (
        (1.1, 1.1, 0.0),
        (0.5, 0.6, 0.3),
        (0.6, 0.7, 0.35),
        (0.7, 0.8, 0.4),
        (0.75, 0.85, 0.5),
        (0.8, 0.9, 0.6),
        (0.85, 0.9, 0.7),
    ):
        print(
            f"  answer {hg.ANSWER}, against the rules {hg.ANSWER_AGAINST}, look {hg.LOOK}: "
            f"{outcomes(mails, readings, handling.unseen, right)}"
        )
    hg.ANSWER, hg.ANSWER_AGAINST, hg.LOOK = thresholds
    for writer in sorted({m.name[:2] for m in mails if m.marked}):
        mine = [i for i, m in enumerate(mails) if m.marked and m.name[:2] == writer]
        found = outcomes(
            [mails[i] for i in mine], [readings[i] for i in mine], [handling.unseen[i] for i in mine],
            [right[i] for i in mine],
        )  # fmt: skip
        print(f"  {writer}: {found}, of {len(mine)}")
    if not options.dry_run:
        write(models, trees)


def _needs(opinion: op.Opinion, mail: Mail, verdict: Verdict) -> Needs:
    """As read.judge does it."""
    needs = op.weigh_needs(opinion, mail.facts.needs)
    return settle_languages(needs, verdict.kind, mail.statements, mail.analysis.language)


def people_of(mails: list[Mail], verdicts: list[Verdict], models: Models, opinions: list[op.Opinion]) -> Models:
    """The models with those of people; each opinion gets the ones that have not seen its writer."""
    cases: dict[int, pe.Case] = {}
    for number, (mail, verdict) in enumerate(zip(mails, verdicts, strict=True)):
        if verdict.kind in KINDS:
            cases[number] = case_of(mail, verdict.kind)
    everybody, without = pe.train_people(list(cases.values()))
    for number, case in cases.items():
        own = replace(models, people=without[case.group])
        opinions[number] = replace(opinions[number], models=own)
    for writer in sorted({c.writer for c in cases.values()}):
        pe.figures(writer, [(n, c) for n, c in cases.items() if c.writer == writer and c.known], opinions)
    pe.figures("all writers", [(n, c) for n, c in cases.items() if c.known and c.marked], opinions)
    return replace(models, people=everybody)


def case_of(mail: Mail, kind: Kind) -> pe.Case:
    label = mail.label
    writer = mail.name[:2] if mail.marked else f"corpus {mail.fold}"
    return pe.Case(
        name=mail.name,
        writer=writer,
        kind=kind,
        coming=[p["name"] or "" for p in label["participants"]],
        gone=list(label["withdrawn"]),
        seats=label["headcount"],
        offices=_offices(mail),
        letter=mail.letter,
        facts=gather(mail.analysis, kind, EVENTS),
        statements=mail.statements,
        labels=LABELS,
        logits=mail.logits or [],
        marked=mail.marked,
        known=label["kind"] == kind.value,
    )


def _offices(mail: Mail) -> list[str]:
    """The organisations of those who come, each once."""
    if mail.marked is not None:
        named = [mail.marked.text[a:b] for kind, a, b in mail.marked.names if kind == "o"]
    else:
        named = [p["organisation"] for p in mail.label["participants"] if p["organisation"]]
    return list(dict.fromkeys(named))


def write(models: Models, trees: Boosted) -> None:
    MODEL.mkdir(exist_ok=True)
    sentences = models.sentences
    (MODEL / "sentences.bin").write_bytes(sentences.weights.tobytes())
    deep = sentences.hidden
    assert deep is not None
    (MODEL / "hidden.bin").write_bytes(deep.table)
    head = {
        "labels": sentences.labels,
        "scale": sentences.scale,
        "bias": [round(b, 5) for b in sentences.bias],
        "hidden": {"scale": deep.scale, "bias": deep.bias, "out": deep.out, "out_bias": deep.out_bias},
        "documents": {name: d.written() for name, d in models.documents.items()},
    }
    (MODEL / "model.json").write_text(json.dumps(head, ensure_ascii=False, indent=0) + "\n", "utf-8")
    if models.people is not None:
        tags, people = pe.written(models.people)
        (MODEL / "names.bin").write_bytes(tags)
        (MODEL / "people.json").write_text(json.dumps(people, ensure_ascii=False, indent=0) + "\n", "utf-8")
    (MODEL / "answer.json").write_text(json.dumps(trees.written) + "\n", "utf-8")
    size = sum(p.stat().st_size for p in MODEL.iterdir())
    print(f"written: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
