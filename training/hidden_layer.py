"""Trains the hidden layer (understand/hidden.py): by stochastic gradients, many times through all sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags

from mailreg.understand.hidden import STRENGTH, Hidden

WIDTH, ROUNDS, BATCH = 64, 9, 256
STEP = 0.1  # of the first layer, by Adagrad with one rate a row; a tenth of it for the others, by Adam
UNSEEN, IDLE = 0.4, 0.3  # which share of the features, and of the layer, is left out at random in each step
KEPT = 1e-5  # what pulls the weights to zero


@dataclass
class Layers:
    """First layer (buckets, WIDTH) and its bias; second layer (WIDTH, labels) and its bias."""

    first: np.ndarray
    bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def logits(self, x: csr_matrix) -> np.ndarray:
        return np.maximum(levelled(x) @ self.first + self.bias, 0) @ self.out + self.out_bias


def levelled(x: csr_matrix) -> csr_matrix:
    """Long and short sentences made equally strong, as Hidden.logits does it."""
    amount = np.maximum(np.asarray(x.sum(1)).ravel(), 1e-6)
    return diags((STRENGTH / np.sqrt(amount)).astype(np.float32)).dot(x).tocsr()


def fit(x: csr_matrix, truth: np.ndarray, known: np.ndarray, use: np.ndarray, seed: int = 3) -> Layers:
    """`truth`, `known`: (sentences, labels), what holds and what is told; `use`: which sentences."""
    random = np.random.default_rng(seed)
    labels = truth.shape[1]
    rows = levelled(x)
    first = (random.standard_normal((x.shape[1], WIDTH)) * 0.1).astype(np.float32)
    bias, out_bias = np.zeros(WIDTH, np.float32), np.full(labels, -2, np.float32)
    out = (random.standard_normal((WIDTH, labels)) / np.sqrt(WIDTH)).astype(np.float32)
    seen = np.full(x.shape[1], 1e-8, np.float32)
    touched = np.zeros(x.shape[1], bool)
    moments = [[np.zeros_like(p), np.zeros_like(p)] for p in (out, bias, out_bias)]
    order, step = np.where(use)[0], 0
    for turn in range(ROUNDS):
        random.shuffle(order)
        rate = STEP * (1 - turn / ROUNDS)
        for at in range(0, len(order), BATCH):
            batch = np.sort(order[at : at + BATCH])
            some = rows[batch].copy()
            some.data *= (random.random(len(some.data)) > UNSEEN) / (1 - UNSEEN)
            before = some @ first + bias
            idle = (random.random(before.shape) > IDLE) / (1 - IDLE)
            inner = (np.maximum(before, 0) * idle).astype(np.float32)
            chance = 1 / (1 + np.exp(-np.clip(inner @ out + out_bias, -30, 30)))
            wrong = ((chance - truth[batch]) * known[batch] / BATCH).astype(np.float32)
            back = ((wrong @ out.T) * idle * (before > 0)).astype(np.float32)
            turned = some.T.tocsr()
            there = np.where(np.diff(turned.indptr))[0]
            slope = turned[there] @ back
            touched[there] = True
            seen[there] += (slope**2).mean(1)
            first[there] -= rate * 0.5 * (slope / np.sqrt(seen[there])[:, None] + KEPT * first[there])
            step += 1
            slopes = inner.T @ wrong, back.sum(0), wrong.sum(0)
            for weights, (mean, square), gradient in zip((out, bias, out_bias), moments, slopes, strict=True):
                mean[:] = 0.9 * mean + 0.1 * gradient
                square[:] = 0.999 * square + 0.001 * gradient**2
                far = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
                np.subtract(weights, rate * 0.1 * far, out=weights)
    first[~touched] = 0  # a word that no sentence has tells nothing
    return Layers(first, bias, out, out_bias)


def packed(layers: Layers) -> Hidden:
    """In 8 bits. The few heaviest weights are cut, so that the steps between the others are fine."""
    scale = float(np.quantile(np.abs(layers.first[layers.first.any(1)]), 0.9995)) / 127
    whole = np.clip(np.round(layers.first / scale), -128, 127).astype(np.int16) + 128
    table = whole.astype(np.uint8).tobytes()
    rounded = [[round(float(w), 4) for w in row] for row in layers.out.T]
    bias = [round(float(b), 5) for b in layers.bias]
    return Hidden(table, scale, bias, rounded, [round(float(b), 5) for b in layers.out_bias])
