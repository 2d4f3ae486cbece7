"""Boosted trees over whole mails (scikit-learn's histogram boosting), written as understand/trees.py reads them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

from mailreg.understand.trees import Trees
from training.material import FOLDS

DIGITS = 4  # of a feature that are looked at
LEAST_MAILS = 25  # that have a feature; rarer ones are left out
SETTINGS: dict[str, Any] = {
    "max_iter": 300, "learning_rate": 0.04, "max_leaf_nodes": 16, "min_samples_leaf": 30, "l2_regularization": 10.0,
    "max_features": 0.2, "random_state": 1,
}  # fmt: skip


@dataclass
class Boosted:
    """`written`: as it lies in the model; `unseen`: logits from the fold that has not seen the mail."""

    written: dict[str, Any]
    unseen: np.ndarray


def boost(features: Sequence[dict[str, float]], truth: np.ndarray, use: np.ndarray, fold: np.ndarray) -> Boosted:
    """Trees that tell whether `truth` holds. `use`: the mails that are learnt from."""
    vectors = DictVectorizer(sparse=False)
    x = vectors.fit_transform(features).round(DIGITS)
    kept = (x != 0).sum(0) >= LEAST_MAILS
    x, names = x[:, kept], vectors.get_feature_names_out()[kept].tolist()
    unseen = np.zeros(len(truth))
    for f in range(FOLDS):
        seen = use & (fold != f)
        model = HistGradientBoostingClassifier(**SETTINGS).fit(x[seen], truth[seen])
        unseen[fold == f] = model.decision_function(x[fold == f])
    model = HistGradientBoostingClassifier(**SETTINGS).fit(x[use], truth[use])
    written = _written(model, names)
    _check(written, model, features, x)
    return Boosted(written, unseen)


def _written(model: HistGradientBoostingClassifier, names: list[str]) -> dict[str, Any]:
    trees = [_tree(stage[0].nodes, 0) for stage in model._predictors]
    used = sorted(set().union(*map(_places, trees)))
    place_of = {place: n for n, place in enumerate(used)}
    return {
        "names": [names[place] for place in used],
        "trees": [_renamed(tree, place_of) for tree in trees],
        "bias": round(float(model._baseline_prediction[0, 0]), 5),
    }


def _tree(nodes: np.ndarray, at: int) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 5)
    below, above = (_tree(nodes, int(node[side])) for side in ("left", "right"))
    # A threshold is a value that mails have, or lies between two: half a step above, mails go as if they were rounded.
    steps = math.floor(float(node["num_threshold"]) * 10**DIGITS + 0.01)
    threshold = round((steps + 0.5) / 10**DIGITS, DIGITS + 1)
    return [int(node["feature_idx"]), threshold, below, above]


def _places(tree: Any) -> set[int]:
    return {tree[0]} | _places(tree[2]) | _places(tree[3]) if isinstance(tree, list) else set()


def _renamed(tree: Any, place_of: dict[int, int]) -> Any:
    if not isinstance(tree, list):
        return tree
    return [place_of[tree[0]], tree[1], _renamed(tree[2], place_of), _renamed(tree[3], place_of)]


def _check(
    written: dict[str, Any], model: HistGradientBoostingClassifier, features: Sequence[dict[str, float]], x: np.ndarray
) -> None:
    """What is written says the same as what was learnt. Raises ValueError."""
    trees = Trees(**written)
    some = range(0, len(features), max(1, len(features) // 500))
    ours = np.array([trees.logit(features[i]) for i in some])
    theirs = model.decision_function(x[list(some)])
    far = np.abs(ours - theirs) > 0.05
    if far.mean() > 0.02:  # a few lie just between
        raise ValueError(f"{far.sum()} of {len(far)} mails are told otherwise by the trees as written")
