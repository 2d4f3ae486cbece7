"""Runs the network over one mail (onnxruntime, one thread, 8-bit weights).

Word vectors: rows of 4-bit numbers in blocks of 32, each with one scale (the form of ggml's Q4_0), as the pretrained
model came.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailreg.understand.network.pieces import Piece, Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_log = logging.getLogger(__name__)
BLOCK = 32  # weights
BLOCK_BYTES = 18  # a scale of two bytes, then two weights in each
_MIDDLE = 8  # is zero in four bits
_ERRORS = 3  # of onnxruntime's log
_PROCESSOR = (Path("/proc/cpuinfo"), Path("/sys/devices/system/cpu/online"))
_TOLD = ["kinds", "handlings", "seats", "gone", "travel", "needs", "roles"]  # of its outputs, those that are asked
ROLES = ("none", "comes", "withdraws", "other", "office", "other office")


@dataclass(frozen=True)
class Heard:
    """Probabilities. `kinds` … `gone`: one for each of the head's choices; `travel`: that costs are asked for; `needs`:
    by name. `roles`: for each of `pieces` one for each of ROLES."""

    kinds: Mapping[str, float]
    handlings: Mapping[str, float]
    seats: Sequence[float]
    gone: Sequence[float]
    travel: float
    needs: Mapping[str, float]
    pieces: Sequence[Piece]
    roles: Sequence[Sequence[float]]


class Network:
    """`folder`: holds network.json (names and numbers), pieces.txt, words.bin and network.onnx."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy only unpacks here: no thread for each processor
        import numpy as np
        import onnxruntime as ort

        ort.set_default_logger_severity(_ERRORS)
        head: dict[str, Any] = json.loads((folder / "network.json").read_text("utf-8"))
        self._names: dict[str, list[str]] = head["names"]
        self._begin, self._end, unknown = head["begin"], head["end"], head["unknown"]
        self._most, self._last = head["most"], head["last"]
        self.weights: Mapping[str, float] = head.get("weights", {})  # agreement.py
        self.bias: float = head.get("bias", 0.0)
        lines = (folder / "pieces.txt").read_text("utf-8").split("\n")
        scores = {piece: float(score) for score, _, piece in (line.partition(" ") for line in lines if line)}
        self.pieces = Pieces(scores, unknown)
        width = head["width"] // BLOCK * BLOCK_BYTES
        self._words = np.memmap(folder / "words.bin", dtype=np.uint8, mode="r").reshape(-1, width)
        if len(self._words) != len(scores):
            raise ValueError(f"{len(self._words)} vectors for {len(scores)} pieces")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS
        self._session = ort.InferenceSession(str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"])

    def hear(self, text: str) -> Heard:
        """What a text says that letters.as_read has made of a mail."""
        pieces = self.pieces.of(text)
        if len(pieces) > self._most:
            pieces = [*pieces[: self._most - self._last], *pieces[-self._last :]]
        rows = self._vectors([self._begin, *(p.number for p in pieces), self._end])
        found = dict(zip(_TOLD, self._session.run(_TOLD, {"words": rows}), strict=True))
        plain = {name: [float(v) for v in values.reshape(-1)] for name, values in found.items() if name != "roles"}
        names = self._names
        return Heard(
            kinds=dict(zip(names["kinds"], plain["kinds"], strict=True)),
            handlings=dict(zip(names["handlings"], plain["handlings"], strict=True)),
            seats=plain["seats"],
            gone=plain["gone"],
            travel=plain["travel"][0],
            needs=dict(zip(names["needs"], plain["needs"], strict=True)),
            pieces=pieces,
            roles=found["roles"][1:-1].tolist(),
        )

    def _vectors(self, numbers: Sequence[int]) -> Floats:
        """One row of `width` numbers a piece."""
        return unpacked(self._words[list(numbers)]).reshape(len(numbers), -1)


def unpacked(stored: NDArray[np.uint8]) -> Floats:
    """All weights of some blocks in one row. In a block the first sixteen lie in the lower halves of its bytes."""
    import numpy as np

    blocks = stored.reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    weights = blocks[:, 2:]
    low, high = (weights & 15).astype(np.int8) - _MIDDLE, (weights >> 4).astype(np.int8) - _MIDDLE
    found: Floats = (np.concatenate([low, high], axis=1) * scale).reshape(-1)
    return found


@lru_cache(maxsize=1)
def load_network() -> Network | None:
    """The network; None where its weights or onnxruntime are missing or damaged: then the others decide."""
    folder: Traversable = files("mailreg.understand") / "model" / "network"
    if not (folder / "network.json").is_file():
        return None
    if sys.platform == "linux" and not any(_says_something(file) for file in _PROCESSOR):
        _log.warning("neither /proc/cpuinfo nor /sys tells the processor: mails are read without the network")
        return None
    try:
        with as_file(folder) as path:
            return Network(path)
    except ImportError:
        _log.warning("onnxruntime is not installed: mails are read without the network")
    except Exception as error:  # whatever is wrong with its files, mails are read all the same
        kind = type(error).__name__
        _log.warning("the network is damaged (%s): install mailreg anew; until then mails are read without it", kind)
    return None


def _says_something(file: Path) -> bool:
    """onnxruntime 1.32 crashes where a sandbox hides both."""
    try:
        return bool(file.read_bytes().strip())
    except OSError:
        return False
