"""The network itself: the lower layers of a pretrained one, and a head for each thing that it should tell (PyTorch)."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from mailreg.understand.network.hear import unpacked
from training.network.material import GONE, HANDLINGS, KINDS, LANGUAGES, NEEDS, ROLES, SAID, SEATS
from training.network.pretrained import Pretrained

PLACES = 256
DROPOUT = 0.1
# In the order in which mailreg reads them (network/hear.py).
HEADS = {
    "kinds": len(KINDS),
    "handlings": len(HANDLINGS),
    "seats": SEATS,
    "gone": GONE,
    "travel": 1,
    "question": 1,
    "languages": len(LANGUAGES),
    "needs": len(NEEDS),
}


class Layer(nn.Module):
    """One layer of BERT: attention, then two linear ones, each added and normalised."""

    def __init__(self, source: Pretrained, number: int) -> None:
        super().__init__()
        self.heads = source.heads
        w = {k.removeprefix(f"l{number}."): torch.tensor(v) for k, v in source.weights.items()}
        width = source.width
        self.qkv = _linear(torch.cat([w[f"{n}.w"] for n in "qkv"]), torch.cat([w[f"{n}.b"] for n in "qkv"]), width)
        self.ao = _linear(w["ao.w"], w["ao.b"], width)
        self.fi = _linear(w["fi.w"], w["fi.b"], width)
        self.fo = _linear(w["fo.w"], w["fo.b"], len(w["fi.b"]))
        self.ln1 = _norm(w["aln.w"], w["aln.b"], source.epsilon)
        self.ln2 = _norm(w["oln.w"], w["oln.b"], source.epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        mails, length, _ = x.shape
        parts = self.qkv(x).view(mails, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(mails, length, -1)
        x = self.ln1(x + F.dropout(self.ao(seen), DROPOUT, self.training))
        found: Tensor = self.ln2(x + F.dropout(self.fo(F.gelu(self.fi(x))), DROPOUT, self.training))
        return found


class Net(nn.Module):
    """`rows`: which of the pretrained word vectors are used, in the order of their new numbers. They are not trained:
    words that no training mail has keep their place beside those that it has."""

    def __init__(self, source: Pretrained, rows: list[int], layers: int) -> None:
        super().__init__()
        width = source.width
        vectors = torch.tensor(unpacked(source.words[rows])).view(-1, width)
        self.word = nn.Embedding.from_pretrained(vectors, freeze=True)
        w = {name: torch.tensor(v) for name, v in source.weights.items() if name.startswith("emb.")}
        self.pos = nn.Parameter(w["emb.pos"].view(-1, width)[:PLACES] + w["emb.type"].view(-1, width)[0])
        self.eln = _norm(w["emb.ln.w"], w["emb.ln.b"], source.epsilon)
        self.layers = nn.ModuleList(Layer(source, n) for n in range(layers))
        self.query = nn.Parameter(torch.randn(len(HEADS), width) * 0.05)
        self.heads = nn.ModuleList(nn.Linear(2 * width, size) for size in HEADS.values())
        self.role = nn.Linear(width, len(ROLES) + 1)
        self.tag = nn.Linear(width, len(SAID))

    def forward(self, numbers: Tensor, lengths: Tensor) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        """Logits: by head (mails, choices), of roles and of what is said (mails, pieces, choices)."""
        return self.all(numbers, lengths)[:3]

    def all(self, numbers: Tensor, lengths: Tensor) -> tuple[dict[str, Tensor], Tensor, Tensor, Tensor]:
        """As forward(), and the last layer (mails, pieces, width)."""
        length = numbers.shape[1]
        real = torch.arange(length)[None] < lengths[:, None]
        x = F.dropout(self.eln(self.word(numbers) + self.pos[:length]), DROPOUT, self.training)
        mask = torch.zeros(len(numbers), 1, 1, length).masked_fill(~real[:, None, None], -1e4).to(torch.bfloat16)
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()
        mean = (x * real[..., None]).sum(1) / lengths[:, None]
        looks = torch.einsum("blh,nh->bnl", x, self.query).masked_fill(~real[:, None], -1e4).softmax(-1)
        pooled = torch.einsum("bnl,blh->bnh", looks, x)
        told = {
            name: head(torch.cat([mean, pooled[:, n]], -1))
            for n, (name, head) in enumerate(zip(HEADS, self.heads, strict=True))
        }
        return told, self.role(x), self.tag(x), x


def _linear(weight: Tensor, bias: Tensor, width: int) -> nn.Linear:
    layer = nn.Linear(width, len(bias))
    layer.weight.data, layer.bias.data = weight.view(-1, width).clone(), bias.clone()
    return layer


def _norm(weight: Tensor, bias: Tensor, epsilon: float) -> nn.LayerNorm:
    layer = nn.LayerNorm(len(weight), eps=epsilon)
    layer.weight.data, layer.bias.data = weight.clone(), bias.clone()
    return layer
