import pytest

from inkling_edit import template
from inkling_edit.hints import find_hints
from inkling_edit.template import Change
from inkling_edit.vocabulary import NEXT_END

CODE = ["def area(width, h):", "    scale = 3", "    return w * h * w", "", "area(w, 2)"]


def hints(tokenizer, changes: list[Change], current: list[str] = CODE, cut: bool = False):
    prompt = template.prompt("python", [(["1|w"], ["1|width"])], current, cut, cut)
    encoding = tokenizer.encode(prompt)
    return find_hints(prompt, template.completion("python", changes), encoding), encoding


@pytest.mark.parametrize("cut", [False, True])
def test_each_line_of_the_excerpt_ends_at_a_newline_and_is_changed_or_not(tokenizer, cut):
    found, encoding = hints(tokenizer, [Change(2, 3, ("    return width * h * width",))], cut=cut)
    assert [encoding.tokens[index] for index in found.line_ends] == ["Ċ"] * len(CODE)
    assert found.changed.tolist() == [0, 0, 1, 0, 0]


def test_the_replaced_tokens_of_a_changed_line_are_marked_and_no_others(tokenizer):
    changes = [Change(2, 3, ("    return width * h * width",)), Change(4, 5, ("area(width, 2)",))]
    found, encoding = hints(tokenizer, changes)
    marked = [encoding.tokens[index] for index, label in zip(found.tokens, found.replaced, strict=True) if label]
    assert marked == ["w", "w", "w"]


def test_nothing_is_marked_when_nothing_is_due(tokenizer):
    found, _ = hints(tokenizer, [])
    assert not found.changed.any() and not found.replaced.any() and len(found.changed) == len(CODE)


def test_code_that_looks_like_numbered_lines_is_not_counted_twice(tokenizer):
    found, _ = hints(tokenizer, [], current=["1|x", "2|y", "3|```"])
    assert len(found.line_ends) == 3


def test_text_of_another_form_has_no_hints(tokenizer):
    assert len(find_hints("a b c", NEXT_END, tokenizer.encode("a b c")).line_ends) == 0
