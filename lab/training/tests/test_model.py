import struct

import pytest
import torch

from inkling_edit.config import ModelConfig
from inkling_edit.data import DECISION_WEIGHT, Encoder, collate, groups_by_length
from inkling_edit.evaluation import Score, score_rows
from inkling_edit.gguf import tensors, write_gguf
from inkling_edit.model import EditModel, generate, rotary_table, rotate

SMALL = ModelConfig(vocab=1024, width=32, layers=2, heads=2, feed_forward=48)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return EditModel(SMALL).eval()


def row(prompt: str, completion: str) -> dict:
    return {"prompt": prompt, "completion": completion, "kind": "test", "language": "python"}


def test_a_position_does_not_see_what_follows(model):
    tokens = torch.randint(0, SMALL.vocab, (1, 20))
    other = tokens.clone()
    other[0, 12:] = 5
    with torch.no_grad():
        assert torch.allclose(model(tokens)[0, :12], model(other)[0, :12], atol=1e-5)


def test_generating_with_kept_keys_is_the_same_as_without(model):
    prompt = torch.randint(0, SMALL.vocab, (30,)).tolist()
    said = generate(model, prompt, stop=-1, limit=12)
    for index, token in enumerate(said):
        with torch.no_grad():
            hidden = model(torch.tensor([prompt + said[:index]]))
        assert int(model.logits(hidden[0, -1]).argmax()) == token


def test_rotation_turns_neighbouring_channels_by_the_position():
    cos, sin = rotary_table(4, SMALL)
    x = torch.zeros(1, 4, 1, SMALL.head_width)
    x[..., 0] = 1
    turned = rotate(x, cos, sin)[0, 3, 0]
    expected = torch.tensor([torch.cos(torch.tensor(3.0)), torch.sin(torch.tensor(3.0))])
    assert torch.allclose(turned[:2], expected, atol=1e-5)


def test_locations_and_the_end_weigh_more_than_copied_text(tokenizer):
    completion = "2,3\n```python\n    x = 1\n```\n4,5\n```python\ny\n```<|next_end|>"
    sample = Encoder(tokenizer).encode_all([row("<|next_start|>", completion)])[0]
    tokens = [tokenizer.id_to_token(int(index)) for index in sample.tokens[1:]]
    heavy = [token for token, weight in zip(tokens, sample.weights, strict=True) if weight == DECISION_WEIGHT]
    assert heavy == ["2", ",", "3", "Ċ", "Ċ", "4", ",", "5", "Ċ", "<|next_end|>"]


def test_batches_hold_every_sample_once_and_point_at_its_completion(tokenizer):
    rows = [row("a b " * count + "<|next_start|>", "c" * (count % 3 + 1)) for count in range(1, 60)]
    encoded = Encoder(tokenizer).encode_all(rows)
    groups = list(groups_by_length(encoded, 1024))
    assert sum(map(len, groups)) == len(rows)
    for group in groups:
        batch = collate(group)
        start = tokenizer.token_to_id("<|next_start|>")
        firsts = [int(batch.positions[batch.owners == index][0]) for index in range(len(group))]
        assert all(batch.tokens.flatten()[first] == start for first in firsts)


def test_a_row_is_exact_when_greedy_decoding_gives_its_completion(model, tokenizer):
    end = tokenizer.token_to_id("<|next_end|>")
    prompt = tokenizer.encode("def area<|next_start|>").ids
    said = generate(model, prompt, end, limit=4)
    sample = Encoder(tokenizer).encode_all([row("def area<|next_start|>", "xxxx")])[0]
    expected = type(sample)(
        tokens=torch.tensor(prompt + said).numpy().astype("uint16"),
        weights=sample.weights[:1].repeat(len(said)),
        kind="test",
        language="python",
        quiet=False,
    )
    assert Score.of(score_rows(model, [expected])).exact == 1.0


def test_the_exported_file_holds_every_weight_and_token(model, tokenizer, tmp_path):
    path = tmp_path / "model.gguf"
    write_gguf(path, model, tokenizer, "test")
    data = path.read_bytes()
    magic, version, tensor_count, _ = struct.unpack_from("<4sIQQ", data)
    assert (magic, version, tensor_count) == (b"GGUF", 3, 2 + 9 * SMALL.layers)
    assert sum(array.size for array in tensors(model).values()) == model.parameter_count()
    assert data.count(b"<|search_and_replace|>") == 1


def test_a_tokenizer_of_another_size_is_refused(tokenizer, tmp_path):
    with pytest.raises(ValueError, match="1024 tokens, the model 512"):
        write_gguf(tmp_path / "x.gguf", EditModel(ModelConfig(vocab=512, width=32, layers=1, heads=2)), tokenizer, "test")
