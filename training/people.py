"""Trains the second opinion on people on the names that are marked in training/mails.

Three steps, each learning from what the one before says of mails that it has not seen: the tagger (which words are a
name), the roles (who comes, alone and then beside the others), the spelling (which of several is the name). What one
writer's mails are judged by was never trained on that writer: all figures are of strangers' mails.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mailreg.model.mail import Letter
from mailreg.model.reading import Kind
from mailreg.understand import names
from mailreg.understand.candidate_features import Around
from mailreg.understand.candidates import Candidate, candidates
from mailreg.understand.findings import Facts, People
from mailreg.understand.heads import Heads
from mailreg.understand.lanes import BITS, bucket
from mailreg.understand.name_features import Places
from mailreg.understand.name_tags import TAGS, Tagged, TagModel, features_at, spans_of
from mailreg.understand.office_opinion import OfficeModels
from mailreg.understand.offices import OfficeFeatures, office_spelling, offices
from mailreg.understand.opinion import Opinion
from mailreg.understand.people import by_rules
from mailreg.understand.people_opinion import Ear, PeopleModels, second_look
from mailreg.understand.scope import Statement
from mailreg.understand.seats import seat_features
from mailreg.understand.senses import Row, Softmax
from mailreg.understand.spellings import spelling_features
from training.mails import TrainingMail

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "corpus"))
import score

TAGS_C, ROLES_C, TOGETHER_C, SPELLING_C, OFFICES_C, SEATS_C = 0.5, 0.3, 0.1, 0.3, 0.3, 0.3
HEADS_C = 0.3
GROUPS = 4
UNKNOWN = "?"
_SELDOM = 2  # a feature that stands in no more candidates than that is forgotten
ROLES = ("comes", "other", "withdrawn")


@dataclass
class Case:
    """One mail that concerns somebody's seat. `writer`: who wrote it; `group`: of writers, whose mails are judged by a
    model that has seen none of them."""

    name: str
    writer: str
    kind: Kind
    coming: list[str]
    gone: list[str]
    seats: int
    offices: list[str]  # of those who come
    letter: Letter
    facts: Facts
    statements: Sequence[Statement]
    labels: Sequence[str]
    logits: Sequence[Row]
    marked: TrainingMail | None
    known: bool  # is the kind right, so that the label says who comes?
    places: Places = field(init=False)
    found: People = field(init=False)
    group: str = field(init=False)
    tagged: list[Tagged] = field(default_factory=list)
    groups: list[Candidate] = field(default_factory=list)
    around: Around | None = None

    def __post_init__(self) -> None:
        self.group = str(zlib.crc32(self.writer.encode()) % GROUPS)
        self.places = Places(self.facts)
        self.found = by_rules(self.facts, self.kind)


def train_people(cases: list[Case]) -> tuple[PeopleModels, dict[str, PeopleModels]]:
    """The models of all, and for each group of writers those that have not seen any of their mails."""
    writers = sorted({c.group for c in cases})
    tags, tags_without = _train_tags(cases, writers)
    for case in cases:
        case.tagged = spans_of(case.places, tags_without[case.group].logits(case.places))
        case.groups = candidates(case.facts, case.found, case.tagged)
        case.around = Around(case.facts, case.found, case.kind, case.groups, case.statements, case.labels, case.logits)
    owner = [c for c in cases for _ in c.groups]
    truth = [_role(c, g) if c.known else UNKNOWN for c in cases for g in c.groups]
    alone = [c.around.features(g) for c in cases for g in c.groups if c.around is not None]
    roles, roles_without, chances = _fit(alone, truth, owner, writers, ROLES_C)
    beside: list[dict[str, float]] = []
    at = 0
    for case in cases:
        mine = chances[at : at + len(case.groups)]
        at += len(mine)
        beside += [case.around.together(mine, n) for n in range(len(mine)) if case.around is not None]
    together, together_without, chances = _fit(beside, truth, owner, writers, TOGETHER_C)
    shown = [(c, g, name) for c in cases if c.known for g in c.groups if len(g.names) > 1 for name in g.names]
    spelled = [_spelled(c, g, name) for c, g, name in shown]
    rows = [spelling_features(g, name, c.facts) for c, g, name in shown]
    spelling, spelling_without, _ = _fit(rows, spelled, [c for c, _, _ in shown], writers, SPELLING_C)
    offices_all, offices_without = _train_offices(cases, writers)
    seats, seats_without = _train_seats(cases, chances, writers)
    best = [max(ROLES, key=lambda r: c[r]) for c in chances]
    known = [(b, t) for b, t in zip(best, truth, strict=True) if t != UNKNOWN]
    print(f"people: {len(known)} candidates, role right for {np.mean([b == t for b, t in known]):.3f}")
    without = {
        w: PeopleModels(
            tags_without[w],
            roles_without[w],
            together_without[w],
            spelling_without[w],
            offices_without[w],
            seats_without[w],
        )
        for w in writers
    }
    everybody = PeopleModels(tags, roles, together, spelling, offices_all, seats)
    heads, heads_without = _train_heads(cases, writers, without)
    return replace(everybody, heads=heads), {w: replace(m, heads=heads_without[w]) for w, m in without.items()}


def _train_heads(
    cases: list[Case], writers: list[str], without: dict[str, PeopleModels]
) -> tuple[Softmax, dict[str, Softmax]]:
    """From the mails that ask for seats, as models that have not seen the writer read them: is this the number?"""
    rows, truth, owner = [], [], []
    for case in cases:
        if case.kind is Kind.CANCEL or not case.known or not case.seats:
            continue
        ear = Ear(without[case.group], case.statements, case.labels, case.logits)
        found, facts = second_look(case.facts, case.found, case.kind, ear)
        if not found.people or not found.headcount.value:
            continue
        heads = Heads(facts, found, case.kind, case.labels, case.logits)
        for number in heads.numbers:
            rows.append(heads.features(number))
            truth.append(str(int(number == case.seats)))
            owner.append(case)
    heads_all, heads_without, _ = _fit(rows, truth, owner, writers, HEADS_C)
    return heads_all, heads_without


def _train_seats(
    cases: list[Case], chances: list[dict[str, float]], writers: list[str]
) -> tuple[Softmax, dict[str, Softmax]]:
    """From the changes that name somebody: does the label count a seat?"""
    rows, truth, owner = [], [], []
    at = 0
    for case in cases:
        mine = chances[at : at + len(case.groups)]
        at += len(mine)
        if case.kind is not Kind.CHANGE or not case.known or not case.coming:
            continue
        best = [max(ROLES, key=lambda r, c=c: c[r]) for c in mine]  # type: ignore[misc]
        coming, gone = best.count("comes"), best.count("withdrawn")
        sender = any(g.sender and b == "comes" for g, b in zip(case.groups, best, strict=True))
        by_rules = case.found.headcount.value
        rows.append(seat_features(case.facts, by_rules, coming, gone, sender, case.labels, case.logits))
        truth.append(str(int(case.seats > 0)))
        owner.append(case)
    seats, without, _ = _fit(rows, truth, owner, writers, SEATS_C)
    return seats, without


def _train_offices(cases: list[Case], writers: list[str]) -> tuple[OfficeModels, dict[str, OfficeModels]]:
    """From the mails in which somebody comes: there the marks say whose organisation is whose."""
    told = [c for c in cases if c.known and c.coming and "" not in c.coming]
    found = [(c, offices(c.facts, c.found.people, c.tagged)) for c in told]
    owner = [c for c, each in found for _ in each]
    rows = []
    for case, each in found:
        features = OfficeFeatures(case.facts, each, case.kind.value)
        rows += [features.of(o) for o in each]
    truth = [str(int(any(_right(case, n) for n in o.names))) for case, each in found for o in each]
    ours, ours_without, _ = _fit(rows, truth, owner, writers, OFFICES_C)
    shown = [(c, o, n) for c, each in found for o in each if len(o.names) > 1 for n in o.names]
    spelled = [str(int(_right(c, n))) if any(_right(c, x) for x in o.names) else UNKNOWN for c, o, n in shown]
    spelling_rows = [office_spelling(o, n, c.facts) for c, o, n in shown]
    spelling, spelling_without, _ = _fit(spelling_rows, spelled, [c for c, _, _ in shown], writers, SPELLING_C)
    return OfficeModels(ours, spelling), {w: OfficeModels(ours_without[w], spelling_without[w]) for w in writers}


def _right(case: Case, name: str) -> bool:
    return any(score.same_organisation(name, wanted) for wanted in case.offices)


# --- the tagger ---


def _train_tags(cases: list[Case], writers: list[str]) -> tuple[TagModel, dict[str, TagModel]]:
    rows: list[list[int]] = []
    truth: list[int] = []
    owner: list[str] = []
    for case in cases:
        gold = _gold_tags(case)
        for index, tag in zip(case.places.shown, gold, strict=True) if gold else ():
            if tag >= 0:
                rows.append([bucket(f) for f in features_at(case.places, index)])
                truth.append(tag)
                owner.append(case.group)
    x, y, who = _matrix(rows), np.array(truth), np.array(owner)
    # Who marked nothing has taught nothing: the model of all serves.
    taught = [w for w in writers if (who == w).any()]
    masks = [who != w for w in taught] + [np.ones(len(y), bool)]
    # The weights come back from the processes; the models that are made of them cannot.
    fitted = [TagModel(*w) for w in Parallel(n_jobs=2)(delayed(_fit_tags)(x[m], y[m]) for m in masks)]
    everybody = fitted[-1]
    without = dict(zip(taught, fitted, strict=False))
    return everybody, {w: without.get(w, everybody) for w in writers}


def _fit_tags(x: csr_matrix, y: np.ndarray) -> tuple[array[int], float, list[float]]:
    weights = np.zeros((x.shape[1], len(TAGS)))
    bias = []
    for k in range(len(TAGS)):
        model = LogisticRegression(C=TAGS_C, solver="liblinear", tol=1e-2, random_state=0).fit(x, y == k)
        weights[:, k] = model.coef_[0]
        bias.append(round(float(model.intercept_[0]), 5))
    scale = float(np.abs(weights).max()) / 32767
    return array("h", np.round(weights / scale).astype(np.int16).reshape(-1).tobytes()), scale, bias


def _gold_tags(case: Case) -> list[int]:
    """One of TAGS for each shown token, -1 where the marks leave it open; [] for a mail without marks."""
    mail, body = case.marked, case.letter.body
    shift = body.find(mail.text[:40]) if mail is not None else -1
    if mail is None or shift < 0 or any(body[a + shift : b + shift] != mail.text[a:b] for _, a, b in mail.names):
        return []
    gold = dict.fromkeys(case.places.shown, 0)
    known: set[str] = set(names.parts(case.facts.header_name or ""))
    for kind, a, b in mail.names:
        low, high = case.facts.body.text.tokens_in(a + shift, b + shift)
        person = kind in {"p", "w", "x"}
        for index in range(low, high):
            if index in gold:
                gold[index] = (1 if person else 3) + (index > low)
        if person:
            known.update(names.parts(mail.text[a:b]))
    known -= names.PARTICLES
    for index in case.places.shown:
        token = case.facts.body.tokens[index]
        capital = token.text[0].isupper() or names.is_caseless(token.text)
        if gold[index] == 0 and token.folded in known and capital and index not in case.facts.greeting:
            gold[index] = -1  # named once more, without a mark
    return [gold[index] for index in case.places.shown]


def _matrix(rows: Sequence[Sequence[int]]) -> csr_matrix:
    indices = [i for row in rows for i in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    x = csr_matrix((np.ones(len(indices), np.float32), indices, starts), shape=(len(rows), 1 << BITS))
    x.sum_duplicates()
    return x


# --- roles and spellings ---


def _role(case: Case, group: Candidate) -> str:
    def among(wanted: list[str]) -> bool:
        return any(score.same_name(name, w) for name in group.names for w in wanted)

    if among(case.coming):
        return "comes"
    if among(case.gone):
        return "withdrawn"
    unnamed = "" in case.coming or "" in case.gone
    return UNKNOWN if unnamed and group.sender else "other"


def _spelled(case: Case, group: Candidate, name: str) -> str:
    wanted = [*case.coming, *case.gone]
    right = [any(score.same_name(n, w) for w in wanted) for n in group.names]
    return str(int(right[group.names.index(name)])) if any(right) else UNKNOWN


def _fit(
    rows: list[dict[str, float]], truth: list[str], owner: list[Case], writers: list[str], c: float
) -> tuple[Softmax, dict[str, Softmax], list[dict[str, float]]]:
    """The model of all, for each writer the one without theirs, and the chances that this one gives."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    kept = [{f: v for f, v in row.items() if counts[f] > _SELDOM} for row in rows]
    vectors = DictVectorizer()
    x = vectors.fit_transform(kept)
    features = vectors.get_feature_names_out().tolist()
    y, who = np.array(truth), np.array([case.group for case in owner])
    usable = y != UNKNOWN

    def fitted(mask: np.ndarray) -> Softmax:
        model = LogisticRegression(C=c, max_iter=400, tol=1e-3).fit(x[mask], y[mask])
        table = {n: [round(float(w), 3) for w in model.coef_[:, k]] for k, n in enumerate(features)}
        table = {n: row for n, row in table.items() if any(abs(w) >= 0.005 for w in row)}
        return Softmax(model.classes_.tolist(), table, [round(float(b), 4) for b in model.intercept_])

    without = {w: fitted(usable & (who != w)) for w in writers}
    chances = [without[case.group].probabilities(row) for case, row in zip(owner, kept, strict=True)]
    return fitted(usable), without, chances


# --- figures ---


def figures(title: str, cases: Sequence[tuple[int, Case]], opinions: Sequence[Opinion]) -> None:
    """As the scorer counts: names of who comes and who does not, and the number of seats; by the rules, by both."""
    shown = []
    for second in (False, True):
        come, gone, office = score.Counts(), score.Counts(), score.Counts()
        seats: list[bool] = []
        for number, case in cases:
            if "" in case.coming:
                continue
            people = case.found
            ear = opinions[number].ear()
            if second and ear is not None:
                people, _ = second_look(case.facts, people, case.kind, ear)
            coming = [p.name for p in people.people if case.kind is not Kind.CANCEL]
            come.add_lists(case.coming, coming, score.same_name)
            gone.add_lists(case.gone, [f.value for f in people.withdrawn], score.same_name)
            if case.coming:
                theirs = list(dict.fromkeys(p.organisation for p in people.people if p.organisation))
                office.add_lists(case.offices, theirs, score.same_organisation)
            seats.append(people.headcount.value == case.seats)
        shown.append(
            f"come {come.figures()['f1']:.3f} gone {gone.figures()['f1']:.3f} "
            f"organisations {office.figures()['f1']:.3f} seats {np.mean(seats or [0]):.3f}"
        )
    print(f"  {title:12} {len(cases):5} mails   rules: {shown[0]}   both: {shown[1]}")


def written(models: PeopleModels) -> tuple[bytes, dict[str, object]]:
    """What goes into names.bin and people.json."""
    tags = models.tags
    parts = {
        "roles": models.roles,
        "together": models.together,
        "spelling": models.spelling,
        "ours": models.offices.ours,
        "office_spelling": models.offices.spelling,
        "seats": models.seats,
        "heads": models.heads,
    }
    head: dict[str, object] = {
        "scale": tags.scale,
        "bias": list(tags.bias),
        "models": {name: m.written() for name, m in parts.items() if m},
    }
    return tags.weights.tobytes(), head
