import pytest

from inkling_edit.confidence import Answer, Thresholds, choose, describe


def answers(right: list[tuple[float, float]], wrong: list[tuple[float, float]]) -> list[Answer]:
    return [Answer(True, False, *pair) for pair in right] + [Answer(False, True, *pair) for pair in wrong]


SURE = [(-0.1 - index / 1000, -0.01) for index in range(100)]


def test_unsure_wrong_answers_are_hidden_and_nearly_all_right_ones_kept():
    found = answers(SURE, [(-2.0, -0.5)] * 10)
    thresholds = choose(found)
    assert sum(map(thresholds.show, found[:100])) >= 97
    assert not any(map(thresholds.show, found[100:]))


def test_either_figure_can_give_a_wrong_answer_away():
    found = answers(SURE, [(-0.11, -0.9), (-3.0, -0.01)])
    thresholds = choose(found)
    assert not any(map(thresholds.show, found[100:]))


@pytest.mark.parametrize("right", [[], SURE[:3]])
def test_few_right_answers_are_never_hidden(right):
    found = answers(right, [])
    assert all(map(choose(found).show, found))


def test_the_table_counts_what_is_proposed_and_shown():
    text = describe(answers([(-0.1, -0.1)], [(-5.0, -1.0)]), Thresholds(-1.0, -1.0))
    assert "| right edits | 1 | 1 |" in text
    assert "| edits where none was due | 1 | 0 |" in text
