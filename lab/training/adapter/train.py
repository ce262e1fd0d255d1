"""
Trains an adapter (LoRA) on Qwen2.5-Coder-Instruct that writes a window of code anew.

    python lab/training/adapter/train.py --base base-0.5b --rows rows.jsonl --out adapter.pt --minutes 170 [--dtype bfloat16]

Base: a folder of base.py. Rows: `npm run moments:rows`. Killed at any time, it goes on from its last state (`adapter.pt.state`,
every five minutes), wherever `--out` is the same. `nice -n 19` leaves the machine to others. The learning rate stays level
after the warm-up; --decay lets it fall to a tenth over the last minutes of a run, for the adapter that is to be measured; a
run with --decay writes no state, so that the next one goes on from before it. A CUDA device is used where there is one.
"""
import argparse
import ctypes
import os
import time

import torch
import torch.nn.functional as F

from names import TENSORS
from rows import batches, read

SAVE_EVERY = 300
WARM_UP_STEPS = 20
# Lengths are rounded up to these, or memory is taken anew for each.
ROUND_TO = 64


def options_of(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--start", help="an adapter to begin with, where there is no state to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--decay", type=float, default=0, help="the last so many minutes")
    parser.add_argument("--dtype", choices=["float32", "bfloat16"], default="bfloat16", help="of the base; bfloat16 is slow on CPUs without it")
    parser.add_argument("--from-layer", type=int, default=8)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--lr", type=float, default=2.5e-4)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--max-tokens", type=int, default=640)
    parser.add_argument("--quiet-share", type=float, default=0.26)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


def adapted(options, device):
    """The base with an adapter, and the parameters that are trained."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(options.base, dtype=getattr(torch, options.dtype)).to(device)
    model.config.use_cache = False
    model.requires_grad_(False)
    model = get_peft_model(model, LoraConfig(
        r=options.rank, lora_alpha=2 * options.rank, lora_dropout=0.0, target_modules=[name.split(".")[1] for name in TENSORS],
        layers_to_transform=list(range(options.from_layer, model.config.num_hidden_layers)),
    ))
    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    for parameter in trained.values():
        parameter.data = parameter.data.float()
    return model.base_model.model, trained


def pairs(base):
    """Each adapted matrix by its key, `8.self_attn.q_proj`, as the module that holds its pair."""
    for index, layer in enumerate(base.model.layers):
        for name in TENSORS:
            module = layer.get_submodule(name)
            if hasattr(module, "lora_A"):
                yield f"{index}.{name}", module


def begin_with(base, path):
    saved = torch.load(path, map_location="cpu", weights_only=True)["w"]
    for key, module in pairs(base):
        if key in saved:
            module.lora_A["default"].weight.data.copy_(saved[key][0].float())
            module.lora_B["default"].weight.data.copy_(saved[key][1].float())


def replace(value, path):
    """Whoever is killed while writing leaves the old file."""
    torch.save(value, f"{path}.new")
    os.replace(f"{path}.new", path)


def save(base, options, step, tokens):
    def half(part):
        return part["default"].weight.detach().half().cpu().clone()

    halves = {key: (half(module.lora_A), half(module.lora_B)) for key, module in pairs(base)}
    replace({"r": options.rank, "alpha": 2 * options.rank, "w": halves, "step": step, "tokens": tokens}, options.out)


def loss_of(base, examples, device):
    """The weighted mean over the answers' tokens, and how many tokens were computed."""
    longest = -(-max(map(len, examples)) // ROUND_TO) * ROUND_TO
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    weights = torch.zeros(len(examples), longest)
    for line, example in enumerate(examples):
        ids[line, : len(example)] = torch.tensor(example.prompt + example.answer)
        weights[line, len(example.prompt) : len(example)] = torch.tensor(example.weights)
    ids, weights = ids.to(device), weights.to(device)
    hidden = base.model(input_ids=ids).last_hidden_state
    # Logits only where an answer stands: they are most of the memory and a fifth of the time.
    learnt = weights[:, 1:] > 0
    losses = F.cross_entropy(base.lm_head(hidden[:, :-1][learnt]).float(), ids[:, 1:][learnt], reduction="none")
    return (losses * weights[:, 1:][learnt]).sum() / weights[:, 1:][learnt].sum(), ids.numel()


def main():
    from transformers import AutoTokenizer

    options = options_of()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(options.base)
    examples = read(options.rows, lambda text: tokenizer.encode(text, add_special_tokens=False), options.max_tokens, options.quiet_share)
    print(f"{len(examples)} rows, {sum(map(len, examples)) / len(examples):.0f} tokens each", flush=True)
    base, trained = adapted(options, device)
    optimizer = torch.optim.AdamW(trained.values(), lr=options.lr, betas=(0.9, 0.98), weight_decay=0.0)
    step = tokens = 0
    place = (0, 0)
    state = f"{options.out}.state"
    if os.path.exists(state):
        # Written by this program; optimizers are not plain weights.
        kept = torch.load(state, map_location=device, weights_only=False)
        for name, parameter in trained.items():
            parameter.data.copy_(kept["weights"][name])
        optimizer.load_state_dict(kept["optimizer"])
        step, tokens, place = kept["step"], kept["tokens"], kept["place"]
        print(f"goes on at step {step}", flush=True)
    elif options.start:
        begin_with(base, options.start)
        print(f"begins with {options.start}", flush=True)

    def keep():
        save(base, options, step, tokens)
        if not options.decay:
            replace({"weights": {name: parameter.data for name, parameter in trained.items()}, "optimizer": optimizer.state_dict(),
                     "step": step, "tokens": tokens, "place": place}, state)

    trim = ctypes.CDLL("libc.so.6").malloc_trim if device == "cpu" and os.name == "posix" else None
    begun, began, saved = tokens, time.time(), time.time()
    end = options.minutes * 60
    mean = None
    while (gone := time.time() - began) < end:
        order = batches(examples, options.batch, place[0])
        if place[1] >= len(order):
            place = (place[0] + 1, 0)
            continue
        falling = min(1.0, (end - gone) / (options.decay * 60)) if options.decay else 1.0
        for group in optimizer.param_groups:
            group["lr"] = options.lr * min(1.0, (step + 1) / WARM_UP_STEPS) * (0.1 + 0.9 * falling)
        loss, computed = loss_of(base, [examples[index] for index in order[place[1]]], device)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.values(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, tokens, place = step + 1, tokens + computed, (place[0], place[1] + 1)
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        if trim and step % 10 == 0:
            trim(0)
        if step % 20 == 0:
            rate = (tokens - begun) / (time.time() - began)
            print(f"step {step}, pass {place[0]}, {tokens / 1e3:.0f}k tokens, loss {mean:.3f}, {rate:.0f} tokens/s", flush=True)
        if time.time() - saved > SAVE_EVERY:
            saved = time.time()
            keep()
    keep()
    print(f"saved {options.out}")


if __name__ == "__main__":
    main()
