import random
import re

import pytest

from inkling_edit.crop import crop
from inkling_edit.template import Change, completion, prompt

LINES = [f"line_{number} = {number}" for number in range(1, 41)]
EDIT = (["line_20 = 0"], ["line_20 = 20"])


def row(change: Change | None) -> dict:
    answer = completion("python", [change] if change else [])
    return {"prompt": prompt("python", [EDIT], LINES), "completion": answer, "kind": "k", "quiet": change is None}


def applied(made: dict) -> list[str]:
    """The excerpt's lines after the answer, without their numbers."""
    shown = re.findall(r"^\d+[|>](.*)$", made["prompt"].partition("current\n")[2], re.MULTILINE)
    for first, last, body in re.findall(r"(\d+),(\d+)\n```python\n(.*?)\n?```", made["completion"], re.DOTALL):
        numbers, texts = zip(*re.findall(r"^(\d+)\|(.*)$", body, re.MULTILINE), strict=True)
        assert numbers[0] == str(int(first) + 1)
        shown[int(first) : int(last)] = texts
    return shown


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("change", [Change(4, 5, ("line_5 = five",)), Change(38, 39, ("a = 1", "b = 2")), Change(20, 20, ("c = 3",))])
def test_the_answer_says_the_same_about_the_lines_that_are_left(change: Change, seed: int) -> None:
    whole = row(change)
    made = crop(whole, 24, random.Random(seed))
    assert "\n".join(applied(made)) in "\n".join(applied(whole))
    assert set(change.lines) <= set(applied(made))
    assert 24 <= len(re.findall(r"^\d+[|>]", made["prompt"].partition("current\n")[2], re.MULTILINE)) <= 36
    assert "line_20 = 20" in applied(made)


def test_what_is_left_out_is_marked() -> None:
    made = crop(row(None), 10, random.Random(3))
    assert made["prompt"].count("\n...\n") == 2
    assert made["completion"] == row(None)["completion"]


def test_short_rows_stay_as_they_are() -> None:
    assert crop(row(None), 40, random.Random(0)) == row(None)
