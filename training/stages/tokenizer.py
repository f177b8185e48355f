"""The tokenizer: byte-level BPE as CLIP's (Radford et al. 2021), its merges learnt from our own captions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer
from transformers import CLIPTokenizer

from training.pictures.dataset import training_scene
from training.sizes import MAX_TOKENS, Size
from training.words.captions import caption_scene
from training.words.prompts import known_words

NUM_CAPTIONS = 20_000
SPECIAL = ("<|startoftext|>", "<|endoftext|>")
# What CLIPTokenizer splits at; learnt merges must not cross these borders.
CLIP_WORD = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def train_tokenizer(folder: Path, size: Size) -> None:
    """Write `tokenizer/` (vocab.json, merges.txt and their configuration) into `folder`."""
    merges = _learn_merges(_captions(size), size.vocabulary)
    bytes_ = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = bytes_ + [byte + "</w>" for byte in bytes_]
    words += list(dict.fromkeys(left + right for left, right in merges)) + list(SPECIAL)
    target = folder / "tokenizer"
    target.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: index for index, word in enumerate(dict.fromkeys(words))}
    (target / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    lines = ["#version: 0.2", *(f"{left} {right}" for left, right in merges)]
    (target / "merges.txt").write_text("\n".join(lines) + "\n")
    settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": MAX_TOKENS}
    tokens = {"bos_token": SPECIAL[0], "eos_token": SPECIAL[1], "unk_token": SPECIAL[1], "pad_token": SPECIAL[1]}
    (target / "tokenizer_config.json").write_text(json.dumps({**settings, **tokens}, indent=2))


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(folder / "tokenizer")


def _captions(size: Size) -> list[str]:
    rng = np.random.default_rng(5)
    count = min(NUM_CAPTIONS, 40 * size.num_drawings)
    sentences = [caption_scene(training_scene(index, 3), rng, partial=False) for index in range(count)]
    # Each known word once more by itself: a rare synonym becomes one token too.
    return sentences + sorted(known_words()) * 20


def _learn_merges(captions: list[str], vocabulary: int) -> list[tuple[str, str]]:
    tokenizer = Tokenizer(BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    split = pre_tokenizers.Split(Regex(CLIP_WORD), "removed", invert=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    trainer = BpeTrainer(
        vocab_size=vocabulary - 256 - len(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    tokenizer.train_from_iterator(captions, trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return [(left, right) for left, right in merges]
