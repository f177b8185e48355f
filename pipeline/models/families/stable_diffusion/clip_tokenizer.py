"""CLIP's tokenizer, without torch and transformers: over a model's own vocabulary, or the one that most share."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.models.families.stable_diffusion.clip_vocabulary import clip_vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLIP_SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


@lru_cache(maxsize=1)
def shared_tokenizer() -> Tokenizer:
    """Over CLIP's own vocabulary, which SD 1.x and 2.x share."""
    return clip_tokenizer(*clip_vocabulary())


@lru_cache(maxsize=8)
def read_tokenizer(folder: Path) -> Tokenizer | None:
    """Over the vocabulary in the folder `tokenizer` of a model; None where there is none."""
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
