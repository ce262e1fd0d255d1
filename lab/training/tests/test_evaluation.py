import pytest

from inkling_edit.evaluation import Outcome, judged


def outcome(quiet: bool, exact: bool, decided: bool, silence: float = 0.0) -> Outcome:
    return Outcome("kind", "python", quiet, exact, decided, silence)


@pytest.mark.parametrize(
    ("own", "mechanical", "exact"),
    [
        # An edit is due, the mechanical one is right, and the model does not object.
        (outcome(False, False, False, 0.6), outcome(False, True, True), True),
        # It objects: its own answer counts.
        (outcome(False, False, False, 0.9), outcome(False, True, True), False),
        # The mechanical edit is wrong, and taken all the same.
        (outcome(False, True, True, 0.1), outcome(False, False, True), False),
        # Nothing mechanical to propose.
        (outcome(False, True, True, 0.1), outcome(False, False, False), True),
        # Nothing is due: an edit that the model lets pass is a fault, one that it holds back is none.
        (outcome(True, True, True, 0.6), outcome(True, False, False), False),
        (outcome(True, True, True, 0.9), outcome(True, False, False), True),
        (outcome(True, True, True, 0.1), outcome(True, True, True), True),
    ],
)
def test_a_mechanical_edit_is_taken_unless_the_model_is_sure_of_silence(own: Outcome, mechanical: Outcome, exact: bool) -> None:
    assert judged([own], [mechanical])[0].exact == exact
