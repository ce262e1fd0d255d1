"""
Writes an adapter of train.py as the GGUF file that llama.cpp applies while loading, and its card.

    python lab/training/adapter/export.py adapter.pt --base qwen2.5-coder-0.5b-instruct-q4_k_m.gguf \
        --out public/models/inkling-0.5b.lora.gguf [--card public/models/inkling-0.5b.lora.json]

Metadata and tensor names are those of llama.cpp's convert_lora_to_gguf.py: for each adapted matrix `….lora_a` (rank rows)
and `….lora_b` (rank columns), so that the weight becomes W + B A alpha / rank. 16-bit floats.
"""
import argparse
import hashlib
import json
from pathlib import Path

import gguf
import numpy as np
import torch

from names import tensor_name

DIALECT = "inkling-wf"


def halves(saved):
    """Each tensor of the file by name, as float16, in the order of the layers."""
    out = {}
    for key in sorted(saved["w"], key=lambda key: (int(key.split(".", 1)[0]), key)):
        a, b = (part.detach().to(torch.float32).numpy() for part in saved["w"][key])
        if a.shape[0] != saved["r"] or b.shape[1] != saved["r"]:
            raise ValueError(f"{key}: {a.shape} and {b.shape} are not of rank {saved['r']}")
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            raise ValueError(f"{key} is not finite")
        out[f"{tensor_name(key)}.lora_a"] = a.astype(np.float16)
        out[f"{tensor_name(key)}.lora_b"] = b.astype(np.float16)
    return out


def write(saved, path, name):
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_name(name)
    writer.add_license("Apache-2.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, float(saved["alpha"]))
    for tensor, values in halves(saved).items():
        writer.add_tensor(tensor, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def card(path, base, saved, name):
    """What the app must know of the adapter, and of the only weights that it fits."""
    return {
        "id": name, "adapter": Path(path).name, "bytes": Path(path).stat().st_size, "sha256": sha256(path),
        "base": {"file": Path(base).name, "bytes": Path(base).stat().st_size, "sha256": sha256(base)},
        "dialect": DIALECT, "rank": saved["r"], "alpha": saved["alpha"],
        "tokens": saved.get("tokens"), "licence": "Apache-2.0",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("adapter")
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--card")
    parser.add_argument("--name", default="inkling-0.5b")
    options = parser.parse_args()
    saved = torch.load(options.adapter, map_location="cpu", weights_only=True)
    write(saved, options.out, options.name)
    described = card(options.out, options.base, saved, options.name)
    if options.card:
        Path(options.card).write_text(json.dumps(described, indent=2) + "\n")
    print(f"{options.out}: {described['bytes'] / 1e6:.1f} MB, {len(saved['w'])} matrices, SHA-256 {described['sha256']}")


if __name__ == "__main__":
    main()
