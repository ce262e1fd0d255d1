"""A Llama-architecture decoder, exactly as llama.cpp computes it for `llama`.

RMSNorm before attention and before the feed-forward, SwiGLU, no biases, tied
embeddings, and rotary positions over *interleaved* pairs (2i, 2i + 1): the
layout of llama.cpp's `llama`, not of the Hugging Face checkpoints.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import ModelConfig


def rotary_table(length: int, config: ModelConfig) -> tuple[Tensor, Tensor]:
    """Cosines and sines of shape [length, head_width / 2]."""
    even = torch.arange(0, config.head_width, 2, dtype=torch.float32)
    speeds = config.rope_base ** (-even / config.head_width)
    angles = torch.outer(torch.arange(length).float(), speeds)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turns each pair of x [batch, length, heads, head_width] by its position's angle."""
    pairs = x.float().unflatten(-1, (-1, 2))
    even, odd = pairs[..., 0], pairs[..., 1]
    cos, sin = cos[:, None, :], sin[:, None, :]
    turned = torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1)
    return turned.flatten(-2).type_as(x)


class RMSNorm(nn.Module):
    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()
        wide = wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.epsilon)
        return wide * self.weight


class Block(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        width, inner = config.width, config.feed_forward
        self.heads, self.head_width = config.heads, config.head_width
        self.attention_norm = RMSNorm(width, config.norm_epsilon)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.attention_out = nn.Linear(width, width, bias=False)
        self.feed_forward_norm = RMSNorm(width, config.norm_epsilon)
        self.gate_up = nn.Linear(width, 2 * inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, past: list[Tensor] | None = None) -> Tensor:
        x = x + self.attend(self.attention_norm(x), cos, sin, past)
        gate, up = self.gate_up(self.feed_forward_norm(x)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)

    def attend(self, x: Tensor, cos: Tensor, sin: Tensor, past: list[Tensor] | None) -> Tensor:
        """Causal attention; `past` holds the keys and values of earlier positions and is extended."""
        heads = self.query_key_value(x).unflatten(-1, (3, self.heads, self.head_width))
        query, key, value = heads.unbind(2)
        query, key = rotate(query, cos, sin), rotate(key, cos, sin)
        query, key, value = (part.transpose(1, 2) for part in (query, key, value))
        if past is not None:
            if past:
                key, value = torch.cat((past[0], key), dim=2), torch.cat((past[1], value), dim=2)
            past[:] = key, value
        # One new position sees all; several are the first, and see no later one.
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=query.shape[2] > 1)
        return self.attention_out(mixed.transpose(1, 2).flatten(2))


class EditModel(nn.Module):
    """The whole decoder. Its first weights come from `wiring.py`."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.output_norm = RMSNorm(config.width, config.norm_epsilon)
        cos, sin = rotary_table(config.context, config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, tokens: Tensor) -> Tensor:
        """Hidden states after the last norm for tokens of shape [batch, length]."""
        return self.trace(tokens)[-1]

    def trace(self, tokens: Tensor) -> list[Tensor]:
        """The residual stream after each block, and last what `forward` returns."""
        length = tokens.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        x = self.embedding(tokens)
        states = []
        for block in self.blocks:
            x = block(x, cos, sin)
            states.append(x)
        return [*states, self.output_norm(x)]

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of the next token; the embedding is also the output layer."""
        return F.linear(hidden, self.embedding.weight)

    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())


@torch.no_grad()
def generate(model: EditModel, prompt: list[int], stop: int, limit: int = 256) -> list[int]:
    """Greedy continuation, `stop` excluded."""
    device = model.embedding.weight.device
    pasts: list[list[Tensor]] = [[] for _ in model.blocks]
    said: list[int] = []
    new, start = prompt, 0
    while len(said) < limit and start + len(new) <= model.config.context:
        end = start + len(new)
        x = model.embedding(torch.tensor([new], device=device))
        for block, past in zip(model.blocks, pasts, strict=True):
            x = block(x, model.cos[start:end], model.sin[start:end], past)
        best = int(model.logits(model.output_norm(x[0, -1])).argmax())
        if best == stop:
            break
        said.append(best)
        new, start = [best], end
    return said
