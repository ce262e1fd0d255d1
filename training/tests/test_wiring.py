import torch

from inkling_edit.config import ModelConfig
from inkling_edit.model import EditModel
from inkling_edit.wiring import wire_copying


def copied(model: EditModel, length: int) -> float:
    """Share of the second half of a repeated random run that the model predicts."""
    run = torch.randint(0, model.config.vocab, (8, length))
    tokens = torch.cat([run, run], dim=1)
    with torch.no_grad():
        best = model.logits(model(tokens[:, :-1])[:, length:]).argmax(-1)
    return float((best == tokens[:, length + 1 :]).float().mean())


def test_a_wired_model_copies_before_any_training():
    torch.manual_seed(0)
    model = EditModel(ModelConfig(layers=2))
    assert copied(model, 30) < 0.05
    wire_copying(model)
    assert copied(model, 12) > 0.4
    assert copied(model, 60) > 0.4


def test_the_same_seed_wires_the_same_model():
    weights = []
    for _ in range(2):
        torch.manual_seed(1)
        model = EditModel(ModelConfig(layers=2))
        wire_copying(model)
        weights.append(model.blocks[1].query_key_value.weight.clone())
    assert torch.equal(*weights)
