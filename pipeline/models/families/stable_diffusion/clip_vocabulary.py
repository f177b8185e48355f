"""CLIP's vocabulary, which Stable Diffusion 1.x and 2.x share: assets/clip, MIT as CLIP and OpenCLIP are."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[4] / "assets" / "clip" / "bpe_simple_vocab_16e6.txt.gz"
NUM_MERGES = 49152 - 256 - 2  # what CLIP's own tokenizer reads of the file
START, END = "<|startoftext|>", "<|endoftext|>"


@lru_cache(maxsize=1)
def clip_vocabulary() -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Token -> id (49,408 of them) and the merge rules, in the order of CLIP's simple_tokenizer.py."""
    lines = gzip.decompress(FILE.read_bytes()).decode("utf-8").split("\n")[1 : NUM_MERGES + 1]
    merges = [(left, right) for left, right in (line.split() for line in lines)]
    characters = byte_characters()
    ends = [f"{character}</w>" for character in characters]
    tokens = [*characters, *ends, *("".join(pair) for pair in merges), START, END]
    return {token: number for number, token in enumerate(tokens)}, merges


def byte_characters() -> list[str]:
    """A printable character for every byte, the printable ones first (GPT-2's byte-level BPE, Radford et al. 2019)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = 256 - len(printable)
    return [*map(chr, printable), *(chr(256 + number) for number in range(others))]
