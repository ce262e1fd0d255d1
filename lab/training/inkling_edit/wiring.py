"""First weights that can already copy, and carry a replacement on.

Both are what an edit model lives on, and a small one does not find them in the time there is: after 1.8 million
tokens of nothing but repeated random tokens ordinary first weights were at 6 percent of tokens right, and a model
given only the copying part had not found substitution after 16 million. So the first four blocks begin with the
whole circuit, built of the parts that Olsson et al. found in trained models ("In-context Learning and Induction
Heads", 2022). The residual stream is cut into spaces, each for a code of one token:

    T  the token itself                  N  the token expected next: what the output reads
    P  the one before                    E  what was expected here, where T is what came
    P2 the one before that               R  what came where T was expected

- Block 0 looks one and two tokens back (T -> P, T -> P2). One dimension is the same for every token and so large that
  it rules the norm: a head that reads only this one attends by position alone.
- Block 1 is induction: it finds the places after the same two tokens and reads what came there (T -> N).
- Block 2 hands the expectation on by one position (N -> E).
- Block 3 finds the places where what is expected now was expected before, and adds the difference between what came
  there and what was expected (T - E -> N). Where nothing was replaced that is nothing; where `w` became `width` it turns
  an expected `w` into `width`. Another head looks up what became of each token itself (T -> R), and products in the
  feed-forward tell whether it stayed the same: the seed of finding what is still to be replaced.

Content is compared in the pairs of the rotary embedding that turn so slowly that distance hardly matters, positions
in the fast ones. Nothing is frozen: training goes on from here as from any other first weights. On random tokens they
copy 95 percent right and carry a replacement on in two of three cases before any training.
"""

import math

import torch
from torch import Tensor

from .model import EditModel

SPACES = ("T", "P", "P2", "N", "E", "R")
CONSTANT = 0
CONSTANT_VALUE = 1.5
#: Of one dimension of a token's code.
CODE_STD = 0.1
#: Pairs of the rotary embedding that turn fastest: together they single out one position.
FAST_PAIRS = 12
#: Radians a position; pairs slower than this serve to compare content.
SLOW = 0.004
POSITION_SHARPNESS = 80.0
INDUCTION_SHARPNESS = 12.0
#: Lower, so that a place that only resembles is outweighed by all the others together.
CORRECTION_SHARPNESS = 3.0
OUTPUT_GAIN = 5.0
VALUE_SCALE = 0.3
#: How much longer the codes in N come out than those in T: several heads find the same token.
EXPECTED_LENGTH = 1.5


def code_width(width: int) -> int:
    """Dimensions of one token's code; one dimension is the constant, two hold comparisons."""
    return (width - 3) // len(SPACES)


@torch.no_grad()
def wire_copying(model: EditModel) -> None:
    """Overwrites the weights of `model`, which needs three heads and two blocks (four for the whole circuit)."""
    _Wiring(model).write()


class _Wiring:
    def __init__(self, model: EditModel):
        self.model = model
        config = model.config
        self.width, self.size = config.width, config.head_width
        self.code = code_width(config.width)
        self.start = {name: 1 + index * self.code for index, name in enumerate(SPACES)}
        self.speeds = [config.rope_base ** (-pair / self.size) for pair in range(0, self.size, 2)]
        self.slow = [row for pair, speed in enumerate(self.speeds) if speed < SLOW for row in (2 * pair, 2 * pair + 1)]
        self.unit = self.code * CODE_STD**2
        #: Squared length of a typical state of the residual stream, so that what its norm divides by is known.
        self.energy = CONSTANT_VALUE**2 + self.unit

    @property
    def root(self) -> float:
        return math.sqrt(self.energy / self.width)

    def write(self) -> None:
        self._scatter()
        self._embed()
        self._look_back(0, head=0, distance=1, source="T", target="P", gain=1.0)
        self._look_back(0, head=1, distance=2, source="T", target="P2", gain=1.0)
        # The embedding also serves as the output, so it holds the code in N as well: taken away at once.
        self._look_back(0, head=2, distance=0, source="T", target="N", gain=-1.0)
        self.energy += self.unit
        after_pair = [("T", "P", 1.0), ("P", "P2", 1.0)]
        self._match(1, heads=(0, 1), pairs=after_pair, target="N", gain=CODE_STD, sharpness=INDUCTION_SHARPNESS)
        self._match(1, heads=(2,), pairs=[("T", "P", 1.0)], target="N", gain=CODE_STD / 2, sharpness=INDUCTION_SHARPNESS)
        if len(self.model.blocks) < 4:
            return
        self.energy += self.unit * EXPECTED_LENGTH**2
        self._look_back(2, head=0, distance=1, source="N", target="E", gain=1 / EXPECTED_LENGTH)
        self.energy += self.unit
        expected = [("N", "E", 1 / EXPECTED_LENGTH)]
        self._match(3, (0, 1), expected, target="N", gain=CODE_STD, sharpness=CORRECTION_SHARPNESS, minus="E")
        self._match(3, (2,), [("T", "E", 1.0)], target="R", gain=CODE_STD, sharpness=CORRECTION_SHARPNESS)
        self._compare(3, [("T", "R"), ("R", "R")])

    def _scatter(self) -> None:
        """Small random weights everywhere, smaller still where they write to the residual stream."""
        for block in self.model.blocks:
            block.query_key_value.weight.normal_(std=0.03)
            block.gate_up.weight.normal_(std=0.04)
            block.attention_out.weight.normal_(std=0.002)
            block.down.weight.normal_(std=0.002)

    def _embed(self) -> None:
        embedding = self.model.embedding.weight
        codes = torch.randn(embedding.shape[0], self.code, device=embedding.device)
        codes *= math.sqrt(self.unit) / codes.norm(dim=1, keepdim=True)
        embedding.zero_()
        embedding[:, CONSTANT] = CONSTANT_VALUE
        gain = self.model.output_norm.weight
        gain.zero_()
        for name in ("T", "N"):
            embedding[:, self._space(name)] = codes
        gain[self._space("N")] = OUTPUT_GAIN
        self.energy += self.unit

    def _space(self, name: str) -> slice:
        return slice(self.start[name], self.start[name] + self.code)

    def _head(self, block: int, head: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """One head's query, key and value rows and output columns, cleared, as views to write to."""
        attention = self.model.blocks[block]
        rows = slice(head * self.size, (head + 1) * self.size)
        query, key, value = (part[rows] for part in attention.query_key_value.weight.split(self.width))
        out = attention.attention_out.weight[:, rows]
        for view in (query, key, value, out):
            view.zero_()
        return query, key, value, out

    def _look_back(self, block: int, head: int, distance: int, source: str, target: str, gain: float) -> None:
        """A head that reads `source` some positions back and adds it to `target`."""
        query, key, value, out = self._head(block, head)
        scale = math.sqrt(POSITION_SHARPNESS) * self.root / CONSTANT_VALUE
        for pair, speed in enumerate(self.speeds[:FAST_PAIRS]):
            query[2 * pair, CONSTANT] = scale
            # Turned ahead by the distance, a key meets the query of the position that far after it.
            key[2 * pair, CONSTANT] = scale * math.cos(distance * speed)
            key[2 * pair + 1, CONSTANT] = scale * math.sin(distance * speed)
        for index in range(min(self.code, self.size)):
            value[index, self.start[source] + index] = VALUE_SCALE
            out[self.start[target] + index, index] = gain * self.root / VALUE_SCALE

    def _match(
        self,
        block: int,
        heads: tuple[int, ...],
        pairs: list[tuple[str, str, float]],
        target: str,
        gain: float,
        sharpness: float,
        minus: str | None = None,
    ) -> None:
        """Heads that find where the key spaces hold what the query spaces hold, and add the T found there to `target`.

        `pairs` are query space, key space, weight. `minus` names a space to be taken off what is found.
        """
        share = len(self.slow) // len(pairs)
        for number, head in enumerate(heads):
            query, key, value, out = self._head(block, head)
            for position, (asked, kept, weight) in enumerate(pairs):
                scale = math.sqrt(sharpness * weight) * self.root / CODE_STD
                for index in range(share):
                    # Between them the heads compare all of the code.
                    part = (index + number * share) % self.code
                    row = self.slow[position * share + index]
                    query[row, self.start[asked] + part] = scale
                    key[row, self.start[kept] + part] = scale
            for index in range(min(self.code, self.size)):
                value[index, self.start["T"] + index] = VALUE_SCALE
                if minus is not None:
                    value[index, self.start[minus] + index] = -VALUE_SCALE
                out[self.start[target] + index, index] = gain / len(heads) * self.root / CODE_STD / VALUE_SCALE

    def _compare(self, block: int, pairs: list[tuple[str, str]]) -> None:
        """Writes the dot product of two spaces to a dimension of its own, for each pair."""
        feed_forward = self.model.blocks[block]
        gate, up = feed_forward.gate_up.weight.split(self.model.config.feed_forward)
        unit = 0
        for number, (left, right) in enumerate(pairs):
            for index in range(self.code):
                # A gated unit for each sign adds up to |left| * right * sign(left).
                for sign in (1.0, -1.0):
                    for weights in (gate[unit], up[unit], feed_forward.down.weight[:, unit]):
                        weights.zero_()
                    gate[unit, self.start[left] + index] = sign * 4 * self.root / CODE_STD
                    up[unit, self.start[right] + index] = sign * self.root / CODE_STD
                    feed_forward.down.weight[self.width - 2 + number, unit] = 0.02
                    unit += 1
