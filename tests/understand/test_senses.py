"""The model of sentences: what reading adds up is what training has fitted."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand.lanes import BITS
from mailreg.understand.models import load_models
from mailreg.understand.scope import Statement, own_statements
from mailreg.understand.senses import MOST_SENTENCES, SentenceModel, Softmax
from mailreg.understand.text import analyse
from training.rows import sentence_rows

CORPUS = Path(__file__).parents[1] / "corpus"


def statements_of(path: Path) -> tuple[Statement, ...]:
    return own_statements(analyse(decode(path.read_bytes()), load_lexicons()))[:MOST_SENTENCES]


def test_reading_and_training_agree_on_each_sentence() -> None:
    """Weights times rows, as the training multiplies them, are the logits that reading finds by its own way."""
    models = load_models()
    assert models is not None
    model = models.sentences
    weights, width = model.weights, len(model.labels)
    compared = 0
    for path in sorted((CORPUS / "dev").glob("*.eml"))[::3] + sorted((CORPUS / "own").glob("*.eml"))[::9]:
        statements = statements_of(path)
        for row, found in zip(sentence_rows(statements), model.logits(statements), strict=True):
            expected = [
                model.bias[j] + model.scale * sum(value * weights[b * width + j] for b, value in row.items())
                for j in range(width)
            ]
            assert found == pytest.approx(expected, abs=1e-9), path.name
            compared += 1
    assert compared > 300


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


def test_probabilities_add_up_and_follow_the_weights() -> None:
    model = Softmax(("a", "b", "c"), {"x": (1.0, 0.0, -1.0), "y": (0.0, 2.0, 0.0)}, (0.0, 0.0, 0.0))
    found = model.probabilities({"x": 1.0, "y": 0.0, "unknown": 3.0})
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["a"] / found["c"] == pytest.approx(7.38905609893065)
    assert model.probabilities({}) == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
