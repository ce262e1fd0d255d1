import pytest

from inkling_edit import template
from inkling_edit.baseline import Replacement, last_replacement, propagate
from inkling_edit.template import Change


def made(old: list[str], new: list[str], current: list[str]) -> str:
    return template.prompt("python", [(["x"], ["y"]), (old, new)], current)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["def f(w, h):"], ["def f(width, h):"], Replacement("w", "width")),
        (["w = w + 1"], ["n = n + 1"], Replacement("w", "n")),
        (["f(a)"], ["f(a, b)"], None),
        (["a", "b"], ["c", "d"], None),
        (["if x == 1:"], ["if x > 1:"], Replacement("==", ">")),
    ],
)
def test_the_last_edit_is_read_as_a_replacement(old, new, expected):
    assert last_replacement(made(old, new, ["z"])) == expected


def test_it_is_carried_to_every_line_that_still_holds_the_old_text():
    current = ["def f(width, h):", "    s = 3", "    return w * h", "", "w_max = aw"]
    answer = propagate(made(["def f(w, h):"], ["def f(width, h):"], current))
    assert answer == template.completion("python", [Change(2, 3, ("    return width * h",))])


def test_nothing_is_done_when_the_old_text_is_gone():
    assert propagate(made(["def f(w):"], ["def f(n):"], ["def f(n):", "    pass"])) == "<|next_end|>"
