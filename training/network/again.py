"""Trains the package's own network on, from the weights that lie in it: what new mails add, without the teacher.

    python -m training.network.again [--rounds 1.6] [--old 24000] [--composed 7000] [--peak 7e-5]

In each round as many of the marked mails and of those put together from training/bank, drawn anew, the mails of the
corpus three times, and the newest writers' mails (NEWEST) twice. Ten minutes a round on two cores that know bfloat16.
Then `python -m training.network.agree` weighs it anew.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from mailreg.understand.network.pieces import Pieces
from training.composed import composed
from training.mails import TrainingMail
from training.material import labelled_mails, trained_on
from training.network import distill, export, steps
from training.network.material import MODEL, Example, example
from training.network.net import HEADS, Layer, Net
from training.network.pretrained import Pretrained, load
from training.network.train import LABELLED, loss_of, write

LAYERS = 6
NEWEST = "abij"  # first letters of the writers
PEAK_SENSES = 1e-3  # of the rate of learning of the head that is not in the package
_MARK = 1_000  # beyond all weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=float, default=1.6)
    parser.add_argument("--old", type=int, default=24_000)
    parser.add_argument("--composed", type=int, default=7_000)
    parser.add_argument("--peak", type=float, default=7e-5)
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    source = load()
    rows = rows_of_package(source)
    head = json.loads((MODEL / "network.json").read_text("utf-8"))
    pieces = Pieces(dict(source.pieces[row] for row in rows), head["unknown"])
    ends = head["begin"], head["end"]

    def examples(mails: Iterable[TrainingMail]) -> list[Example]:
        """As many times as each mail is there, but each is read once."""
        known: dict[str, Example | None] = {}
        found: list[Example] = []
        for mail in mails:
            if mail.name not in known:
                known[mail.name] = example(mail, pieces, ends)
            if (one := known[mail.name]) is not None:
                found.append(one)
        return found

    marked = examples(trained_on())
    old = [e for e in marked if e.name[0] not in NEWEST]
    always = [*(e for e in marked if e.name[0] in NEWEST)]
    always += LABELLED * examples([TrainingMail(*m, "") for m in labelled_mails()])
    together = examples(composed(range(int(options.rounds + 1) * options.composed)))
    net = shipped(source, rows)
    senses = [p for name, p in net.named_parameters() if p.requires_grad and name.startswith("tag")]
    rest = [p for name, p in net.named_parameters() if p.requires_grad and not name.startswith("tag")]
    groups = [{"params": rest, "peak": options.peak}, {"params": senses, "peak": PEAK_SENSES}]
    mails: list[Example] = []
    for _ in range(int(options.rounds) + 1):
        mails += always + random.sample(old, min(options.old, len(old)))
        mails += random.sample(together, min(options.composed, len(together)))
    steps.learn(net, groups, mails, options.rounds / (int(options.rounds) + 1), loss_of)
    state = {name: value.numpy() for name, value in net.state_dict().items() if name != "word.weight"}
    write(state, source, rows, LAYERS)


def rows_of_package(source: Pretrained) -> list[int]:
    """Which of the pretrained pieces the package has, in its order."""
    place: dict[str, int] = {}
    for number, (piece, _) in enumerate(source.pieces):
        place.setdefault(piece, number)
    lines = (MODEL / "pieces.txt").read_text("utf-8").split("\n")
    return [place[line.partition(" ")[2]] for line in lines if line]


def shipped(source: Pretrained, rows: list[int]) -> Net:
    """The package's network; the head for the senses of sentences, which it does not need, begins anew."""
    net = Net(source, rows, LAYERS)
    size = source.width // source.heads * distill.ATTENDING
    for layer in net.layers:
        assert isinstance(layer, Layer)
        layer.heads = distill.ATTENDING
        layer.qkv, layer.ao = nn.Linear(source.width, 3 * size), nn.Linear(size, source.width)
        layer.fi, layer.fo = nn.Linear(source.width, distill.INNER), nn.Linear(distill.INNER, source.width)
    shapes = {name: tuple(p.shape) for name, p in net.state_dict().items() if not name.startswith(("word", "tag"))}
    net.load_state_dict({n: torch.tensor(v) for n, v in weights(shapes, source).items()}, strict=False)
    return net


def weights(shapes: dict[str, tuple[int, ...]], source: Pretrained) -> dict[str, NDArray[np.float32]]:
    """What lies in the package's graph, by its name in PyTorch. Where each lies is found by building the same graph
    of numbers that say which they are."""
    names = list(shapes)
    marked = {name: np.full(shape, _MARK + n, np.float32) for n, (name, shape) in enumerate(shapes.items())}
    plain = export.build(marked, list(HEADS), LAYERS, source.width, source.epsilon).graph.initializer
    stored = {c.name: numpy_helper.to_array(c) for c in onnx.load(str(MODEL / "network.onnx")).graph.initializer}
    found: dict[str, NDArray[np.float32]] = {}
    for constant in plain:
        value = numpy_helper.to_array(constant)
        if value.dtype != np.float32 or not value.size or value.flat[0] < _MARK:
            continue
        key = constant.name
        if key not in stored:  # in 8 bits
            whole = stored[f"{key}_quantized"].astype(np.float32) - stored[f"{key}_zero_point"].astype(np.float32)
            stored[key] = whole * stored[f"{key}_scale"]
        name = names[int(value.flat[0]) - _MARK]
        turned = stored[key].shape != shapes[name]  # no matrix of the network is square
        found[name] = np.ascontiguousarray(stored[key].T if turned else stored[key])
    return found


if __name__ == "__main__":
    main()
