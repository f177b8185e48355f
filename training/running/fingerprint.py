"""Fingerprints: by what drawings and weights are known, so that what was made of others is not taken for theirs."""

from __future__ import annotations

import hashlib

from torch import nn


def fingerprint(*parts: bytes | str) -> str:
    """Sixteen hexadecimal digits that differ where any of `parts` does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()[:16]


def fingerprint_of_weights(network: nn.Module) -> str:
    """Of every value in the network's state, as float32."""
    return fingerprint(*(value.float().cpu().contiguous().numpy().tobytes() for value in network.state_dict().values()))
