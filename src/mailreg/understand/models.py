"""The trained models of the second opinion, as they lie in model/ (`make train` writes them)."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from mailreg.understand.hidden import Hidden
from mailreg.understand.name_tags import TagModel
from mailreg.understand.office_opinion import OfficeModels
from mailreg.understand.people_opinion import PeopleModels
from mailreg.understand.senses import SentenceModel, Softmax
from mailreg.understand.trees import Trees


@dataclass(frozen=True)
class Models:
    """`documents`: by what they tell: "kind", "handling", "travel_costs", …; `people`: who comes;
    `answer`: may an answer go out?"""

    sentences: SentenceModel
    documents: Mapping[str, Softmax]
    people: PeopleModels | None = None
    answer: Trees | None = None


@lru_cache(maxsize=1)
def load_models() -> Models | None:
    """The trained models; None where there are none (before the first training)."""
    folder = files("mailreg.understand") / "model"
    if not (folder / "model.json").is_file():
        return None
    head = json.loads((folder / "model.json").read_text("utf-8"))
    weights = _weights(folder / "sentences.bin")
    sentences = SentenceModel(head["labels"], weights, head["scale"], head["bias"], _hidden(folder, head["hidden"]))
    documents = {name: _softmax(d) for name, d in head["documents"].items()}
    return Models(sentences, documents, _people(folder), _trees(folder / "answer.json"))


def _hidden(folder: Traversable, deep: Mapping[str, Any]) -> Hidden:
    return Hidden((folder / "hidden.bin").read_bytes(), deep["scale"], deep["bias"], deep["out"], deep["out_bias"])


def _trees(file: Traversable) -> Trees | None:
    return Trees(**json.loads(file.read_text("utf-8"))) if file.is_file() else None


def _people(folder: Traversable) -> PeopleModels | None:
    if not (folder / "people.json").is_file():
        return None
    head = json.loads((folder / "people.json").read_text("utf-8"))
    tags = TagModel(_weights(folder / "names.bin"), head["scale"], head["bias"])
    parts = {name: _softmax(d) for name, d in head["models"].items()}
    offices = OfficeModels(parts["ours"], parts["office_spelling"])
    return PeopleModels(
        tags, parts["roles"], parts["together"], parts["spelling"], offices, parts["seats"], parts.get("heads")
    )


def _weights(file: Traversable) -> array[int]:
    """Not compressed: to unpack them took a tenth of each start."""
    weights = array("h")
    weights.frombytes(file.read_bytes())
    return weights


def _softmax(data: Mapping[str, Any]) -> Softmax:
    return Softmax(data["classes"], data["weights"], data["bias"])
