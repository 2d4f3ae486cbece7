"""The model of sentences: what reading adds up is what training has fitted."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Mapping
from operator import mul
from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand import hidden
from mailreg.understand.hidden import STRENGTH, Hidden
from mailreg.understand.lanes import BITS
from mailreg.understand.models import load_models
from mailreg.understand.scope import Statement, own_statements
from mailreg.understand.senses import MOST_SENTENCES, SentenceModel, Softmax
from mailreg.understand.text import analyse
from training.rows import hidden_rows, sentence_rows

CORPUS = Path(__file__).parents[1] / "corpus"


def statements_of(path: Path) -> tuple[Statement, ...]:
    return own_statements(analyse(decode(path.read_bytes()), load_lexicons()))[:MOST_SENTENCES]


def test_reading_and_training_agree_on_each_sentence() -> None:
    """Weights times rows, as the training multiplies them, are the logits that reading finds by its own way: the mean
    of the linear model and the hidden layer."""
    models = load_models()
    assert models is not None
    model = models.sentences
    weights, width, deep = model.weights, len(model.labels), model.hidden
    assert deep is not None
    compared = 0
    for path in sorted((CORPUS / "dev").glob("*.eml"))[::3] + sorted((CORPUS / "own").glob("*.eml"))[::9]:
        statements = statements_of(path)
        for row, plain, found in zip(
            sentence_rows(statements), hidden_rows(statements), model.logits(statements), strict=True
        ):
            linear = [
                model.bias[j] + model.scale * sum(value * weights[b * width + j] for b, value in row.items())
                for j in range(width)
            ]
            both = [(one + other) / 2 for one, other in zip(linear, by_hand(deep, plain), strict=True)]
            assert found == pytest.approx(both, abs=1e-6), path.name
            compared += 1
    assert compared > 300


def by_hand(deep: Hidden, row: Mapping[int, float]) -> list[float]:
    strength = STRENGTH / math.sqrt(sum(row.values()))
    inner = [
        max(0.0, bias + strength * deep.scale * sum(v * (deep.table[b * deep.width + i] - 128) for b, v in row.items()))
        for i, bias in enumerate(deep.bias)
    ]
    return [bias + sum(map(mul, weights, inner)) for weights, bias in zip(deep.out, deep.out_bias, strict=True)]


def test_the_weights_come_back_as_they_were_given() -> None:
    given = array("h", [-32768, -1, 0, 1, 32767, 255, -256, 4711] * (1 << (BITS - 2)))
    assert SentenceModel(("a", "b"), given, 0.5, (0.0, 0.0)).weights == given


def test_the_heaviest_weights_fit_their_lanes() -> None:
    """All weights at their limit, and a sentence of the same long word over and over: no lane runs into the next."""
    text = "From: a@example.org\nSubject: x\n\n" + "Donaudampfschifffahrtsgesellschaft " * 300
    statements = own_statements(analyse(decode(text.encode()), load_lexicons()))[:MOST_SENTENCES]
    model = SentenceModel(("up", "down"), array("h", [32767, -32768] * (1 << BITS)), 1.0, (0.0, 0.0))
    for row, (up, down) in zip(sentence_rows(statements), model.logits(statements), strict=True):
        assert up == pytest.approx(32767 * sum(row.values()))
        assert down == pytest.approx(-32768 * sum(row.values()))


@pytest.mark.parametrize(("weight", "lifted"), [(127, 255), (-128, 0)])
def test_the_heaviest_hidden_weights_fit_their_lanes(weight: int, lifted: int) -> None:
    """The same for the hidden layer, together with a linear model at its other limit."""
    text = "From: a@example.org\nSubject: x\n\n" + "Donaudampfschifffahrtsgesellschaft " * 300
    statements = own_statements(analyse(decode(text.encode()), load_lexicons()))[:MOST_SENTENCES]
    deep = Hidden(bytes([lifted, 255 - lifted] * (1 << hidden.BITS)), 1.0, (1e6, 1e6), [(1.0, 0.0), (0.0, 1.0)], (0, 0))
    linear = array("h", [-32768, 32767] * (1 << BITS))
    model = SentenceModel(("up", "down"), linear, 1e-9, (0.0, 0.0), deep)
    other = -1 - weight
    for row, found in zip(hidden_rows(statements), model.logits(statements), strict=True):
        amount = sum(row.values())
        expected = [(1e6 + STRENGTH / math.sqrt(amount) * amount * w) / 2 for w in (weight, other)]
        assert found == pytest.approx(expected, rel=1e-4)


def test_a_table_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="no 65536 rows of 2"):
        Hidden(b"\x80" * 100, 1.0, (0.0, 0.0), [(1.0, 0.0)], (0.0,))


def test_probabilities_add_up_and_follow_the_weights() -> None:
    model = Softmax(("a", "b", "c"), {"x": (1.0, 0.0, -1.0), "y": (0.0, 2.0, 0.0)}, (0.0, 0.0, 0.0))
    found = model.probabilities({"x": 1.0, "y": 0.0, "unknown": 3.0})
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["a"] / found["c"] == pytest.approx(7.38905609893065)
    assert model.probabilities({}) == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})


def test_weights_may_lie_as_text() -> None:
    rows = Softmax(("a", "b"), {"x": (0.25, -1.5), "y": (0.0, 2.0)}, (0.1, 0.0))
    data = json.loads(json.dumps(rows.written()))
    text = Softmax(data["classes"], data["weights"], data["bias"])
    features = {"x": 0.5, "y": 3.0, "unknown": 1.0}
    assert text.probabilities(features) == rows.probabilities(features)
    assert text.written() == rows.written()
