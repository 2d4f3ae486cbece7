"""A smaller network that tells what a trained one tells, learnt from that one: a third of its work a mail.

First it is narrowed: of each layer the heads of attention and the inner units are kept that say most. Then it learns
the teacher's answers and its last layer, piece by piece, of the training mails and of the same ones cut and mixed,
which nobody has labelled but the teacher (DistilBERT, Sanh et al. 2019; TinyBERT, Jiao et al. 2020).
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from training.network import steps
from training.network.net import HEADS, Layer, Net

INNER, ATTENDING = 512, 8  # units and heads of attention that a layer keeps, of 1536 and 12
PEAK = 2e-4  # of the rate of learning
LOOKED_AT = 600  # mails by which is found what may be left out
CHOICES = ("kinds", "handlings", "seats", "gone")  # heads whose choices exclude each other
WEIGHTS = {"gone": 0.5, "question": 0.5, "languages": 12.0}  # of the answers; one where none is given
ROLES, HIDDEN = 1.5, 2.0


@dataclass
class _Mail:
    numbers: list[int]


@dataclass
class Lesson:
    """What the teacher says of one mail. `told`: probabilities by head; `roles`, `hidden`: one row a piece."""

    numbers: list[int]
    told: Mapping[str, Tensor]
    roles: Tensor
    hidden: Tensor


def narrowed(teacher: Net, mails: Sequence[list[int]]) -> Net:
    """A copy of the teacher whose layers are narrower."""
    pupil = copy.deepcopy(teacher)
    for layer, (heads, units) in zip(_layers(pupil), _weight_of_parts(teacher, mails[:LOOKED_AT]), strict=True):
        size = layer.ao.in_features // layer.heads
        kept = heads.topk(ATTENDING).indices.sort().values
        columns = (kept[:, None] * size + torch.arange(size)).flatten()
        rows = torch.cat([columns + n * layer.ao.in_features for n in range(3)])
        layer.qkv = _rows(layer.qkv, rows)
        layer.ao = _columns(layer.ao, columns)
        layer.heads = ATTENDING
        inner = units.topk(INNER).indices.sort().values
        layer.fi = _rows(layer.fi, inner)
        layer.fo = _columns(layer.fo, inner)
    return pupil


def _layers(net: Net) -> list[Layer]:
    return [cast("Layer", layer) for layer in net.layers]


def _rows(linear: nn.Linear, kept: Tensor) -> nn.Linear:
    found = nn.Linear(linear.in_features, len(kept))
    found.weight.data, found.bias.data = linear.weight.data[kept].clone(), linear.bias.data[kept].clone()
    return found


def _columns(linear: nn.Linear, kept: Tensor) -> nn.Linear:
    found = nn.Linear(len(kept), linear.out_features)
    found.weight.data, found.bias.data = linear.weight.data[:, kept].clone(), linear.bias.data.clone()
    return found


def _weight_of_parts(net: Net, mails: Sequence[list[int]]) -> list[tuple[Tensor, Tensor]]:
    """Of each layer how much its heads and its inner units add, on average."""
    layers = _layers(net)
    attention = [torch.zeros(layer.ao.in_features) for layer in layers]
    inner = [torch.zeros(layer.fo.in_features) for layer in layers]

    def adding(to: Tensor) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def add(_: nn.Module, given: tuple[Tensor]) -> None:
            to.add_(given[0].float().abs().flatten(0, -2).sum(0))

        return add

    hooks = [layer.ao.register_forward_pre_hook(adding(to)) for layer, to in zip(layers, attention, strict=True)]
    hooks += [layer.fo.register_forward_pre_hook(adding(to)) for layer, to in zip(layers, inner, strict=True)]
    lessons(net, mails)
    for hook in hooks:
        hook.remove()
    found = []
    for layer, seen, units in zip(layers, attention, inner, strict=True):
        heads = (seen * layer.ao.weight.data.norm(dim=0)).view(layer.heads, -1).sum(1)
        found.append((heads, units * layer.fo.weight.data.norm(dim=0)))
    return found


def mixed(mails: Sequence[list[int]]) -> list[list[int]]:
    """Each mail once more: with a part cut out, or with the end of another one."""
    found = []
    for numbers in mails:
        length = len(numbers)
        if random.random() < 0.5:
            start = random.randrange(1, length)
            end = min(length - 1, start + max(1, int(length * random.uniform(0.1, 0.5))))
            found.append([*numbers[:start], *numbers[end:]])
        else:
            other = random.choice(mails)
            cut = random.randrange(1, min(length, len(other)))
            found.append([*numbers[:cut], *other[cut:]])
    return found


def lessons(teacher: Net, mails: Sequence[list[int]]) -> list[Lesson]:
    """What the teacher says of each mail, in any order."""
    teacher.eval()
    found = []
    for batch in steps.in_batches([_Mail(numbers) for numbers in mails], 2 * steps.PIECES):
        numbers, lengths = steps.padded(batch)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            told, roles, _, hidden = teacher.all(numbers, lengths)
        told = {n: (t.float().softmax(-1) if n in CHOICES else t.float().sigmoid()) for n, t in told.items()}
        roles, hidden = roles.float().softmax(-1).half(), hidden.half()
        for n, mail in enumerate(batch):
            one, length = {name: t[n].clone() for name, t in told.items()}, len(mail.numbers)
            found.append(Lesson(mail.numbers, one, roles[n, :length].clone(), hidden[n, :length].clone()))
    return found


def learn(pupil: Net, taught: Sequence[Lesson], epochs: float) -> None:
    groups = [{"params": [p for p in pupil.parameters() if p.requires_grad], "peak": PEAK}]
    steps.learn(pupil, groups, taught, epochs, _loss_of)


def _loss_of(pupil: Net, batch: Sequence[Lesson]) -> Tensor:
    """Of the answers, and of the last layer as a share of how much the teacher's varies."""
    numbers, lengths = steps.padded(batch)
    with torch.autocast("cpu", torch.bfloat16):
        told, roles, _, hidden = pupil.all(numbers, lengths)
    loss = torch.zeros(())
    for name in HEADS:
        truth, given = torch.stack([lesson.told[name] for lesson in batch]), told[name].float()
        one = F.cross_entropy(given, truth) if name in CHOICES else F.binary_cross_entropy_with_logits(given, truth)
        loss = loss + WEIGHTS.get(name, 1.0) * one
    real = torch.arange(numbers.shape[1])[None] < lengths[:, None]
    wanted = torch.cat([lesson.roles for lesson in batch]).float()
    loss = loss + ROLES * F.cross_entropy(roles[real].float(), wanted)
    layer = torch.cat([lesson.hidden for lesson in batch]).float()
    return loss + HIDDEN * F.mse_loss(hidden[real].float(), layer) / layer.var(0).mean()
