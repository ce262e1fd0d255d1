"""The adapter's files and rows. Needs lab/training/adapter/requirements.txt."""
import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

gguf = pytest.importorskip("gguf")
torch = pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "adapter"))

import export  # noqa: E402
import merge  # noqa: E402
import rows  # noqa: E402
from names import TENSORS, tensor_name  # noqa: E402

RANK, WIDTH, INNER = 4, 64, 96
SHAPES = {"mlp.gate_proj": (INNER, WIDTH), "mlp.up_proj": (INNER, WIDTH), "mlp.down_proj": (WIDTH, INNER)}


def adapter(layers=(1, 10, 2)):
    generator = torch.Generator().manual_seed(1)
    pair = lambda out, into: (torch.randn(RANK, into, generator=generator).half(), torch.randn(out, RANK, generator=generator).half() * 0.1)
    return {"r": RANK, "alpha": 2 * RANK, "tokens": 7, "w": {f"{layer}.{name}": pair(*SHAPES.get(name, (WIDTH, WIDTH))) for layer in layers for name in TENSORS}}


def test_export_writes_what_llama_cpp_reads(tmp_path):
    saved, path = adapter(), tmp_path / "a.lora.gguf"
    export.write(saved, path, "tiny")
    reader = gguf.GGUFReader(path)
    fields = {key: reader.fields[key].contents() for key in ("general.architecture", "general.type", "adapter.type", "adapter.lora.alpha", "general.name")}
    assert fields == {"general.architecture": "qwen2", "general.type": "adapter", "adapter.type": "lora", "adapter.lora.alpha": 2.0 * RANK, "general.name": "tiny"}
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    assert len(tensors) == 2 * len(saved["w"])
    for key, (a, b) in saved["w"].items():
        for suffix, part in (("a", a), ("b", b)):
            tensor = tensors[f"{tensor_name(key)}.lora_{suffix}"]
            # GGUF names the length of a row first.
            assert list(tensor.shape) == list(reversed(part.shape))
            assert tensor.tensor_type == gguf.GGMLQuantizationType.F16
            assert np.array_equal(tensor.data, part.numpy())
    assert [name for name in tensors if "attn_q" in name and name.endswith("a")] == [f"blk.{layer}.attn_q.weight.lora_a" for layer in (1, 2, 10)]


@pytest.mark.parametrize(("spoil", "message"), [
    (lambda a, b: (a[:2], b), "rank"),
    (lambda a, b: (a * float("nan"), b), "finite"),
])
def test_export_refuses_what_is_no_adapter(tmp_path, spoil, message):
    saved = adapter()
    key = next(iter(saved["w"]))
    saved["w"][key] = spoil(*saved["w"][key])
    with pytest.raises(ValueError, match=message):
        export.write(saved, tmp_path / "a.gguf", "tiny")


def test_card_names_the_bytes_of_both(tmp_path):
    base, path = tmp_path / "base.gguf", tmp_path / "a.lora.gguf"
    base.write_bytes(b"base")
    export.write(adapter(), path, "tiny")
    card = export.card(path, base, adapter(), "tiny")
    assert card["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() and card["bytes"] == path.stat().st_size
    assert card["base"] == {"file": "base.gguf", "bytes": 4, "sha256": hashlib.sha256(b"base").hexdigest()}
    assert card["dialect"] == "inkling-wf" and card["licence"] == "Apache-2.0"


def test_merging_adds_the_product(tmp_path):
    saved = adapter(layers=(0,))
    weights = {tensor_name(key): np.random.default_rng(2).normal(size=(b.shape[0], a.shape[1])).astype(np.float32) for key, (a, b) in saved["w"].items()}
    writer = gguf.GGUFWriter(tmp_path / "base.gguf", "qwen2")
    writer.add_file_type(0)
    for name, values in weights.items():
        writer.add_tensor(name, values)
    writer.add_tensor("blk.0.attn_norm.weight", np.ones(WIDTH, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    merge.merge(tmp_path / "base.gguf", saved, tmp_path / "merged.gguf")
    tensors = {tensor.name: tensor for tensor in gguf.GGUFReader(tmp_path / "merged.gguf").tensors}
    assert np.array_equal(tensors["blk.0.attn_norm.weight"].data, np.ones(WIDTH))
    for key, (a, b) in saved["w"].items():
        name = tensor_name(key)
        merged = gguf.quants.dequantize(tensors[name].data, tensors[name].tensor_type)
        expected = weights[name] + 2 * (b.float() @ a.float()).numpy()
        assert np.abs(merged - expected).max() < 0.02 * np.abs(expected).max()
    saved["w"]["9.self_attn.q_proj"] = saved["w"]["0.self_attn.q_proj"]
    with pytest.raises(ValueError, match="blk.9"):
        merge.merge(tmp_path / "base.gguf", saved, tmp_path / "other.gguf")


def row(changed, quiet=False):
    return {"prompt": "p", "completion": [f"{at}\n" for at in range(len(changed))], "changed": changed, "quiet": quiet}


@pytest.mark.parametrize(("changed", "weights"), [
    ([0, 1, 0, 0, 0, 0, 0], [0.25, 4, 0.25, 0.25, 0.25]),
    ([1, 0, 0, 1, 0], [4, 0.25, 0.25, 4, 0.25]),
    ([0] * 9, [0.5] * 6),
    ([0, 0], [0.5] * 2),
])
def test_answers_end_three_lines_behind_the_change(changed, weights):
    assert [weight for _, weight in rows.taught(row(changed))] == weights


def test_tokens_carry_the_weight_of_their_line():
    example = rows.encode(row([0, 1]), lambda text: [ord(sign) for sign in text])
    assert (example.prompt, len(example.answer), example.weights, len(example)) == ([ord("p")], 4, [0.25, 0.25, 4, 4], 5)


def test_batches_take_each_example_once_and_are_the_same_again():
    examples = [rows.Example([1] * length, [2], [1.0]) for length in (9, 1, 8, 2, 7, 3, 6, 4, 5)]
    one = rows.batches(examples, 2, 3)
    assert sorted(index for batch in one for index in batch) == list(range(9))
    assert one == rows.batches(examples, 2, 3) != rows.batches(examples, 2, 4)


def test_quiet_rows_are_a_share(tmp_path):
    import json
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row([0, 0], True) if at % 2 else row([1, 0])) + "\n" for at in range(40)))
    examples = rows.read(path, lambda text: list(text), 100, 0.2)
    assert len(examples) == 25
    assert rows.read(path, lambda text: list(text), 3, 0.2) == []
