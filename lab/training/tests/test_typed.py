from inkling_edit.template import completion, prompt
from inkling_edit.typed import typed_before

LINES = ["def area(width, h):", "    size = w * h", "    return size"]


def row(current: list[str]) -> dict:
    edit = (["def area(w, h):"], ["def area(width, h):"])
    return {"prompt": prompt("python", [edit], current), "completion": completion("python", [])}


def test_the_code_before_the_edit_is_typed_first() -> None:
    made = typed_before(row(LINES))
    assert made is not None
    assert made["prompt"].count("<|im_start|>history") == 2
    first = made["prompt"].split("<|im_end|>")[1]
    assert first == "\n<|im_start|>history\n```python\n\n<|search_and_replace|>\ndef area(w, h):\n    size = w * h\n    return size\n```"
    assert made["prompt"].endswith(row(LINES)["prompt"].partition("<|im_start|>history")[2])


def test_nothing_is_made_where_the_edit_cannot_be_found_once() -> None:
    assert typed_before(row([*LINES, *LINES])) is None
    assert typed_before(row(["a", "b", "c"])) is None
