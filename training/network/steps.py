"""What both trainings share: batches of mails of about the same length, and the steps through them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import torch
from torch import Tensor

from training.network.net import Net

PIECES = 3_072  # in a batch, about
WARM = 200  # batches
TOLD = 50  # batches from one line of progress to the next


class Numbered(Protocol):
    """A mail as the numbers of its pieces."""

    numbers: list[int]


T = TypeVar("T", bound=Numbered)


def in_batches(mails: Sequence[T], most: int = PIECES) -> list[list[T]]:
    """Such of about the same length, at most so many pieces together; in random order."""
    found: list[list[T]] = []
    longest = 0
    for mail in sorted(mails, key=lambda mail: len(mail.numbers) + 12 * random.random()):
        longest = max(longest, len(mail.numbers))
        if not found or longest * (len(found[-1]) + 1) > most:
            found.append([])
            longest = len(mail.numbers)
        found[-1].append(mail)
    random.shuffle(found)
    return found


def padded(mails: Sequence[Numbered]) -> tuple[Tensor, Tensor]:
    """(mails, pieces), and how many pieces each mail has."""
    lengths = [len(mail.numbers) for mail in mails]
    numbers = torch.zeros(len(mails), max(lengths), dtype=torch.long)
    for n, mail in enumerate(mails):
        numbers[n, : lengths[n]] = torch.tensor(mail.numbers)
    return numbers, torch.tensor(lengths)


def learn(
    net: Net, groups: list[dict[str, Any]], mails: Sequence[T], epochs: float, loss_of: Callable[[Net, list[T]], Tensor]
) -> None:
    """`groups`: of parameters, each with the "peak" of its rate of learning, which rises to it and falls to nought."""
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    total = int(epochs * len(in_batches(mails)))
    begin, step, recent = time.monotonic(), 0, 0.0
    net.train()
    while step < total:
        for batch in in_batches(mails)[: total - step]:
            pace = min(1.0, (step + 1) / WARM) * max(0.02, 1 - step / total)
            for group in optimizer.param_groups:
                group["lr"] = pace * group["peak"]
            loss = loss_of(net, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step, recent = step + 1, recent + loss.item()
            if step % TOLD == 0:
                left = (total - step) * (time.monotonic() - begin) / step / 60
                print(f"batch {step} of {total}, loss {recent / TOLD:.3f}, {left:.0f} minutes left", flush=True)
                recent = 0.0
