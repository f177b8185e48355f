"""A small real language model with random weights: it answers, and nobody can read it."""

from __future__ import annotations

from pathlib import Path

TOKENS = 1024


def save_language_model(folder: Path, *, template: bool = True) -> Path:
    """GPT-2 over single bytes, as transformers saves it; with `template`, also a chat template."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    letters = list(bytes_to_unicode().values())
    words = Tokenizer(models.BPE(vocab={letter: number for number, letter in enumerate(letters)}, merges=[]))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, eos_token="<end>", pad_token="<end>")
    if template:
        tokenizer.chat_template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant: "
    tokenizer.save_pretrained(folder)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        config = GPT2Config(
            vocab_size=257, n_positions=TOKENS, n_embd=16, n_layer=2, n_head=2, bos_token_id=256, eos_token_id=256
        )
        GPT2LMHeadModel(config).save_pretrained(folder)
    return folder
