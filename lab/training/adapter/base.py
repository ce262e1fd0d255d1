"""
A GGUF's weights as a folder that transformers reads, for train.py.   python lab/training/adapter/base.py FILE.gguf OUT_FOLDER
"""
import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    where = {"gguf_file": options.file.name}
    options.out.mkdir(parents=True, exist_ok=True)
    AutoTokenizer.from_pretrained(options.file.parent, **where).save_pretrained(options.out)
    model = AutoModelForCausalLM.from_pretrained(options.file.parent, dtype=torch.bfloat16, **where)
    tied = model.config.tie_word_embeddings
    weights = {name: value.to(torch.bfloat16).contiguous().clone() for name, value in model.state_dict().items() if not (tied and name == "lm_head.weight")}
    save_file(weights, options.out / "model.safetensors", metadata={"format": "pt"})
    # save_pretrained refuses to write weights that it believes quantized.
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.config.save_pretrained(options.out)


if __name__ == "__main__":
    main()
