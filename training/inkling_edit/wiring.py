"""First weights that can already copy.

Copying is what an edit model lives on, and a small one spends millions of tokens on a plateau before it
discovers it: 1.8 million tokens of nothing but repeated random tokens left ordinary first weights at 6 % of
tokens right, where these begin at 60 to 78 % and pass 96 % after 130 thousand. So two blocks begin with the
circuit in place (Olsson et al., "In-context Learning and Induction Heads", 2022):

- One dimension of every embedding is a constant, so that a head can attend by position alone. In block 0,
  head 0 looks one token back and writes what it finds there beside the present token.
- In block 1, two heads compare the present token with the token *before* each earlier position, in those pairs
  of the rotary embedding that turn so slowly that distance hardly matters, and copy what stands there.

Nothing is frozen: training goes on from here as from any other first weights.
"""

import math

import torch

from .model import EditModel

CONSTANT = 0
CONSTANT_VALUE = 0.5
CONTENT_STD = 0.1
#: Pairs of the rotary embedding that turn fastest: together they single out one position.
FAST_PAIRS = 12
#: Radians a position; pairs slower than this serve to compare content.
SLOW = 0.004
#: How sharply the position head and the content heads attend, and how strongly copies outweigh the rest.
POSITION_SHARPNESS = 80.0
CONTENT_SHARPNESS = 12.0
COPY_STRENGTH = 1.0
VALUE_SCALE = 0.3


@torch.no_grad()
def wire_copying(model: EditModel) -> None:
    """Overwrites the weights of `model`, which needs at least two blocks and two heads."""
    config = model.config
    width, size = config.width, config.head_width
    content = width // 2 - 1
    handed_on = min(size, width - 1 - content)
    before = 1 + content
    speeds = [config.rope_base ** (-pair / size) for pair in range(0, size, 2)]

    _scatter(model)
    embedding = model.embedding.weight
    embedding.zero_()
    embedding[:, 1 : 1 + content].normal_(std=CONTENT_STD)
    embedding[:, CONSTANT] = CONSTANT_VALUE

    # Block 0: what the norm divides by is known, so the sharpness can be set in advance.
    energy = content * CONTENT_STD**2 + CONSTANT_VALUE**2
    root = math.sqrt(energy / width)
    query, key, value, out = _head(model, block=0, head=0)
    scale = math.sqrt(POSITION_SHARPNESS) * root / CONSTANT_VALUE
    for pair, speed in enumerate(speeds[:FAST_PAIRS]):
        query[2 * pair, CONSTANT] = scale
        # Turned ahead by one position, a key meets the query of the position after it.
        key[2 * pair, CONSTANT] = scale * math.cos(speed)
        key[2 * pair + 1, CONSTANT] = scale * math.sin(speed)
    for index in range(handed_on):
        value[index, 1 + index] = VALUE_SCALE
        out[before + index, index] = root / VALUE_SCALE

    energy += handed_on * CONTENT_STD**2
    root = math.sqrt(energy / width)
    slow = [row for pair, speed in enumerate(speeds) if speed < SLOW for row in (2 * pair, 2 * pair + 1)]
    scale = math.sqrt(CONTENT_SHARPNESS) * root / CONTENT_STD
    for head in range(2):
        query, key, value, out = _head(model, block=1, head=head)
        for index, row in enumerate(slow):
            source = (index + head * len(slow)) % handed_on
            query[row, 1 + source] = scale
            key[row, before + source] = scale
        for index in range(handed_on):
            value[index, 1 + index] = VALUE_SCALE
            out[1 + index, index] = COPY_STRENGTH / 2 * root / CONTENT_STD / VALUE_SCALE


def _scatter(model: EditModel) -> None:
    """Small random weights everywhere else, smaller still where they write to the residual stream."""
    for block in model.blocks:
        block.query_key_value.weight.normal_(std=0.04)
        block.gate_up.weight.normal_(std=0.04)
        block.attention_out.weight.normal_(std=0.01)
        block.down.weight.normal_(std=0.01)


def _head(model: EditModel, block: int, head: int) -> tuple[torch.Tensor, ...]:
    """One head's query, key and value rows and output columns, cleared, as views to write to."""
    width, size = model.config.width, model.config.head_width
    attention = model.blocks[block]
    rows = slice(head * size, (head + 1) * size)
    views = [part[rows] for part in attention.query_key_value.weight.split(width)]
    views.append(attention.attention_out.weight[:, rows])
    for view in views:
        view.zero_()
    return tuple(views)
