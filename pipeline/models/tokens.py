"""How a model reads a prompt: its tokens, counted and marked, without torch."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.models.families.stable_diffusion.clip_vocabulary import clip_vocabulary
from pipeline.prompt.emphasis import Emphasis, parse_emphasis
from pipeline.prompt.windows import window_starts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from pipeline.models.spec import ModelSpec

WORD = re.compile(r"[^\W\d_]+|\d|[^\w\s]+|_+")
SURROGATE = re.compile("[\ud800-\udfff]")  # half of a character: no tokenizer takes it
CLIP_SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


@dataclass(frozen=True, kw_only=True)
class Token:
    """`text` as typed; `known`: in the words that the model has seen (True where that is not recorded);
    `read`: before the mark where the model stops reading; `weight`: of its first character
    (`pipeline.prompt.emphasis`); `window`: from 0, the one that it is read in (`pipeline.prompt.windows`)."""

    text: str
    known: bool
    read: bool
    weight: float = 1.0
    window: int = 0


@dataclass(frozen=True, kw_only=True)
class TokenReport:
    """`count` tokens without the start and end marks; the model reads `limit` of them at once: the first ones, or,
    where all are read, `windows` times as many as that or fewer."""

    tokens: tuple[Token, ...]
    count: int
    limit: int
    windows: int = 1


def read_tokens(spec: ModelSpec, prompt: str, *, emphasis: bool = False, whole: bool = False) -> TokenReport:
    """How the model of `spec` reads `prompt`. Torch-free; works before the model is loaded.

    emphasis, whole: as `GenerationRequest.emphasis`, and its long_prompt "whole".
    """
    said = parse_emphasis(prompt) if emphasis else Emphasis(text=prompt, weights=(1.0,) * len(prompt))
    pieces = _pieces(_tokenizer(spec), said.text)
    unseen = _unseen(said.text, None if spec.world is None else spec.world.words)
    commas = [place for place, (text, _) in enumerate(pieces) if "," in text]
    starts = window_starts(len(pieces), spec.max_tokens, commas) if whole else (0,)
    tokens = tuple(
        Token(
            text=text,
            known=span[0] not in unseen,
            read=whole or index < spec.max_tokens,
            weight=said.weights[span[0]] if span[0] < len(said.weights) else 1.0,
            window=bisect_right(starts, index) - 1,
        )
        for index, (text, span) in enumerate(pieces)
    )
    return TokenReport(tokens=tokens, count=len(tokens), limit=spec.max_tokens, windows=len(starts))


def _pieces(tokenizer: Tokenizer | None, prompt: str) -> list[tuple[str, tuple[int, int]]]:
    """Every token's own text with its place in `prompt`; by words where the vocabulary cannot be read."""
    clean = SURROGATE.sub("\ufffd", prompt)
    if tokenizer is None:
        return [(found.group(), found.span()) for found in WORD.finditer(clean)]
    offsets = tokenizer.encode(clean, add_special_tokens=False).offsets
    return [(clean[start:end], (start, end)) for start, end in offsets]


def _unseen(prompt: str, words: frozenset[str] | None) -> frozenset[int]:
    """The places of the letters of every word that is none of `words`; punctuation and digits are no words."""
    if words is None:
        return frozenset()
    found = [(each.group(), each.span()) for each in WORD.finditer(prompt)]
    return frozenset(
        place for text, span in found if text.isalpha() and text.lower() not in words for place in range(*span)
    )


def _tokenizer(spec: ModelSpec) -> Tokenizer | None:
    """The model's own vocabulary: its folder's, else CLIP's, which SD 1.x and 2.x share."""
    folder = spec.source.folder
    if folder is not None:
        return _read_tokenizer(folder / "tokenizer")
    return _shared_tokenizer()


@lru_cache(maxsize=1)
def _shared_tokenizer() -> Tokenizer:
    return clip_tokenizer(*clip_vocabulary())


@lru_cache(maxsize=8)
def _read_tokenizer(folder: Path) -> Tokenizer | None:
    from tokenizers import Tokenizer

    if (folder / "tokenizer.json").is_file():
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer
    if (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file():
        vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()
        rules = [line.split(" ") for line in lines if line.count(" ") == 1 and not line.startswith("#version")]
        return clip_tokenizer(vocabulary, [(rule[0], rule[1]) for rule in rules])
    return None


def clip_tokenizer(vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> Tokenizer:
    """CLIP's byte-level BPE (Radford et al. 2021) over `vocabulary`: as transformers' CLIPTokenizer, without marks."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocabulary, merges=merges, end_of_word_suffix="</w>", unk_token="<|endoftext|>", fuse_unk=False
        )
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    split = pre_tokenizers.Split(Regex(CLIP_SPLIT), behavior="removed", invert=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    return tokenizer
