"""The tagger of names: what reading adds up is what training has fitted."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.model.reading import Kind
from mailreg.understand.gathering import gather
from mailreg.understand.lanes import BITS, bucket
from mailreg.understand.models import load_models
from mailreg.understand.name_features import Places
from mailreg.understand.name_tags import TAGS, TagModel, features_at
from mailreg.understand.text import analyse

CORPUS = Path(__file__).parents[1] / "corpus"


def places_of(raw: bytes) -> Places:
    return Places(gather(analyse(decode(raw), load_lexicons()), Kind.REGISTER, ()))


def test_reading_and_training_agree_on_each_word() -> None:
    """Weights times features, as the training counts them, are the logits that reading finds by its own way."""
    models = load_models()
    assert models is not None
    assert models.people is not None
    model = models.people.tags
    weights, width = model.weights, len(TAGS)
    compared = 0
    for path in sorted((CORPUS / "dev").glob("*.eml"))[::5] + sorted((CORPUS / "own").glob("*.eml"))[::15]:
        places = places_of(path.read_bytes())
        for index, found in zip(places.shown, model.logits(places), strict=True):
            buckets = [bucket(feature) for feature in features_at(places, index)]
            expected = [
                model.bias[j] + model.scale * sum(weights[b * width + j] for b in buckets) for j in range(width)
            ]
            assert found == pytest.approx(expected, abs=1e-9), (path.name, index)
            compared += 1
    assert compared > 1500


def test_the_heaviest_weights_fit_their_lanes() -> None:
    """All weights at their limit: no lane runs into the next, however much is known of a word."""
    model = TagModel(array("h", [32767, -32768, 32767, -32768, 0] * (1 << BITS)), 1.0, (0.0,) * len(TAGS))
    text = "From: a@example.org\nSubject: x\n\n" + ("Donaudampfschifffahrtsgesellschaft " * 3 + "\n") * 20
    places = places_of(text.encode())
    assert places.shown
    for index, found in zip(places.shown, model.logits(places), strict=True):
        count = len(list(features_at(places, index)))
        assert found == (32767 * count, -32768 * count, 32767 * count, -32768 * count, 0)


def test_a_letter_without_words_has_no_rows() -> None:
    model = TagModel(array("h", [1] * (len(TAGS) << BITS)), 1.0, (0.0,) * len(TAGS))
    assert model.logits(places_of(b"From: a@example.org\nSubject: x\n\n\n")) == []
