"""The special tokens of the conversation format, written once for everything in `lab/training/`.

Ids are assigned in this order, before all other tokens, so a checkpoint and a
tokenizer can be matched by eye.
"""

END_OF_TEXT = "<|endoftext|>"
IM_START = "<|im_start|>"
IM_END = "<|im_end|>"
NEXT_START = "<|next_start|>"
NEXT_END = "<|next_end|>"
TARGET = "<|target|>"
TARGET_START = "<|target_start|>"
TARGET_END = "<|target_end|>"
SEARCH_AND_REPLACE = "<|search_and_replace|>"

#: Tokens of the frame. llama.cpp drops them from the output.
CONTROL = (END_OF_TEXT, IM_START, IM_END)
#: Tokens of the payload. llama.cpp returns them, so the caller can stop on them.
USER_DEFINED = (NEXT_START, NEXT_END, TARGET, TARGET_START, TARGET_END, SEARCH_AND_REPLACE)
SPECIAL_TOKENS = CONTROL + USER_DEFINED
