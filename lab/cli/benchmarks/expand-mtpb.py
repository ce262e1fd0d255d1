"""Puts each input of MTPB into its prompts, as Python formats values; one JSON object a case on standard output."""

import json
import sys

for line in sys.stdin:
    problem = json.loads(line)
    for number, (values, expected) in enumerate(zip(problem["inputs"], problem["outputs"])):
        turns = []
        for prompt in problem["prompts"]:
            try:
                turns.append(prompt.format(**values))
            except (KeyError, IndexError, ValueError):
                # Braces that are meant as braces.
                for name, value in values.items():
                    prompt = prompt.replace("{%s}" % name, str(value))
                turns.append(prompt)
        print(json.dumps({"id": "MTPB/%s/%d" % (problem["id"], number), "turns": turns, "expected": expected}))
