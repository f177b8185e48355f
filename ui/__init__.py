"""The page: what a browser shows, and how its clicks become paintings.

Importing this loads neither gradio nor torch. It sets what gradio reads from the environment at its own import, so
that the page never asks anything outside this machine (version checks, telemetry, run history).
"""

from __future__ import annotations

import os

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    GRADIO_RUN_HISTORY="False",
    HF_HUB_DISABLE_TELEMETRY="1",
    DIFFUSERS_DISABLE_REMOTE_CODE="1",
)
