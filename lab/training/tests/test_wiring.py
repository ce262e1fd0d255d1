import pytest
import torch

from inkling_edit.config import ModelConfig
from inkling_edit.model import EditModel
from inkling_edit.wiring import code_width, wire_copying


def wired(config: ModelConfig, seed: int = 0) -> EditModel:
    torch.manual_seed(seed)
    model = EditModel(config)
    wire_copying(model)
    return model


@torch.no_grad()
def best_after(model: EditModel, tokens: torch.Tensor) -> torch.Tensor:
    return model.logits(model(tokens)).argmax(-1)


def copied(model: EditModel, length: int) -> float:
    """Share of the second half of a repeated random run that the model predicts."""
    run = torch.randint(0, model.config.vocab, (8, length))
    best = best_after(model, torch.cat([run, run], dim=1))[:, length:-1]
    return float((best == run[:, 1:]).float().mean())


def replaced(model: EditModel, samples: int = 64) -> float:
    """How often a replacement, seen once, is carried on when another run with the old token is copied."""
    first, second = torch.randint(0, model.config.vocab, (2, samples, 12))
    old, new = torch.randint(0, model.config.vocab, (2, samples))
    first[:, 6], second[:, 5] = old, old
    after = first.clone()
    after[:, 6] = new
    best = best_after(model, torch.cat([first, after, second, second], dim=1))
    return float((best[:, 36 + 4] == new).float().mean())


@pytest.mark.parametrize(("length", "least"), [(12, 0.6), (40, 0.8), (120, 0.8)])
def test_a_wired_model_copies_before_any_training(length, least):
    assert copied(wired(ModelConfig()), length) > least


def test_two_blocks_are_enough_to_copy():
    assert copied(wired(ModelConfig(width=96, layers=2, heads=3, feed_forward=128)), 30) > 0.3


def test_a_replacement_is_carried_on_before_any_training():
    assert replaced(wired(ModelConfig())) > 0.4


def test_without_the_wiring_nothing_is_copied():
    torch.manual_seed(0)
    assert copied(EditModel(ModelConfig()), 40) < 0.05


def test_all_codes_fit_beside_the_constant_and_the_comparisons():
    for width in (96, 192, 256):
        assert 6 * code_width(width) + 3 <= width


def test_the_same_seed_wires_the_same_model():
    first, second = (wired(ModelConfig(), seed=1).state_dict() for _ in range(2))
    assert all(torch.equal(first[name], second[name]) for name in first)
