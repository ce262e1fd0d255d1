import random
from collections import Counter

import numpy as np
import pytest

from inkling_edit.data import Encoded, Pool, made_ahead
from inkling_edit.overlap import lines_of, shows

LONG = "value = compute_the_value_of(something, other)"


def row(kind: str) -> Encoded:
    return Encoded(np.zeros(4, np.uint16), np.ones(2, np.float32), kind, "python", False)


def test_a_pool_draws_rare_kinds_oftener_and_all_of_them() -> None:
    pool = Pool([row("rare"), row("plain"), row("plain")], {"rare": 3.0}, random.Random(0))
    assert Counter(pool.draw().kind for _ in range(50)) == {"rare": 30, "plain": 20}


def test_things_made_ahead_come_in_order() -> None:
    assert list(made_ahead(iter(range(20)), 3)) == list(range(20))


def test_a_fault_while_making_ahead_is_not_lost() -> None:
    def faulty():
        yield 1
        raise ValueError("broken")

    things = made_ahead(faulty(), 2)
    assert next(things) == 1
    with pytest.raises(ValueError, match="broken"):
        next(things)


def test_a_row_that_shows_held_out_code_is_told() -> None:
    held_out = lines_of([f"{LONG} + {number}" for number in range(4)])
    copied = {"prompt": "\n".join(f"{number + 1}|    {LONG} + {number}" for number in range(4))}
    own = {"prompt": "\n".join(f"{number + 1}|    {LONG} - {number}" for number in range(4))}
    assert shows(copied, held_out)
    assert not shows(own, held_out)
