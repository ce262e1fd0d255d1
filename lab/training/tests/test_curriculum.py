import re

import pytest

from inkling_edit import template
from inkling_edit.curriculum import Curriculum, adjacent_together, replace
from inkling_edit.vocabulary import NEXT_END

PIECES = ["area", "box", "cat", "dim", "end", "for", "gap"]


def test_the_template_is_the_products_own():
    made = template.prompt("python", [(["def area(w, h):"], ["def area(width, h):"])], ["def area(width, h):", "    return w"])
    assert made == (
        "<|im_start|>system\nYou are a helpful programming assistant.<|im_end|>\n"
        "<|im_start|>history\n```python\ndef area(w, h):\n<|search_and_replace|>\ndef area(width, h):\n```<|im_end|>\n"
        "<|im_start|>current\n```python\n1|def area(width, h):\n2>    return w\n```<|im_end|>\n"
        "<|im_start|>assistant\n<|next_start|>"
    )


def test_changes_that_touch_are_one_block():
    changes = adjacent_together([1, 2, 5], {1: "a", 2: "b", 5: "c"})
    assert template.completion("python", changes) == (
        "1,3\n```python\n2|a\n3|b\n```\n5,6\n```python\n6|c\n```" + NEXT_END
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [("w * w_max + max_w", "x * w_max + max_w"), ("f(w,w)", "f(x,x)"), ("wide = aw", "wide = aw"), ("a.w.b", "a.x.b")],
)
def test_only_the_whole_name_is_replaced(line, expected):
    assert replace(line, "w", "x") == expected


@pytest.mark.parametrize("source", ["dense", "short", "edit"])
def test_every_block_lies_in_the_excerpt_and_changes_it(source):
    curriculum = Curriculum(PIECES, seed=7)
    for _ in range(300):
        sample = curriculum.draw(source)
        current = re.search(r"current\n```\w+\n(?:\.\.\.\n)?(.*?)\n(?:\.\.\.\n)?```<", sample.prompt, re.S).group(1)
        lines = [re.sub(r"^\d+[|>]", "", line) for line in current.split("\n")]
        blocks = re.findall(r"(\d+),(\d+)\n```\w+\n(.*?)\n```", sample.completion, re.S)
        assert bool(blocks) == (sample.completion != NEXT_END)
        for start, end, text in blocks:
            numbers, after = zip(*(line.split("|", 1) for line in text.split("\n")), strict=True)
            assert lines[int(start) : int(end)] != list(after)
            assert [int(number) for number in numbers] == list(range(int(start) + 1, int(end) + 1))


def test_the_same_seed_draws_the_same_samples():
    first, second = (Curriculum(PIECES, seed=3) for _ in range(2))
    assert [first.draw("edit") for _ in range(20)] == [second.draw("edit") for _ in range(20)]
