"""The theme: Gradio's own parts in our colours. The style sheets beside this do the rest.

Paper and ink by day, a dark room by night; one accent, the pink of Mau's scarf.
"""

from __future__ import annotations

import gradio as gr
from gradio.themes.utils import colors, sizes

PINK = colors.Color(
    c50="#fdf2f6", c100="#fbe3ec", c200="#f6c4d6", c300="#f098b7", c400="#e76893", c500="#d6336c",
    c600="#c02a5f", c700="#9f224e", c800="#7d1d3f", c900="#5e1731", c950="#3a0d1d", name="scarf",
)  # fmt: skip
PAPER = colors.Color(
    c50="#faf8f4", c100="#f4f0ea", c200="#e7e1d8", c300="#d3cbc0", c400="#a79f9b", c500="#7b7379",
    c600="#5f5763", c700="#3b3543", c800="#242029", c900="#1b181f", c950="#131116", name="paper",
)  # fmt: skip
SANS = ["Emerge Sans", "system-ui", "-apple-system", "Segoe UI", "sans-serif"]
MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def build_theme() -> gr.themes.Base:
    """Gradio's base theme in the colours of this page."""
    theme = gr.themes.Base(
        primary_hue=PINK, secondary_hue=PINK, neutral_hue=PAPER,
        font=SANS, font_mono=MONO, radius_size=sizes.radius_md, text_size=sizes.text_md,
    )  # fmt: skip
    return theme.set(
        body_background_fill="var(--em-paper)", body_background_fill_dark="var(--em-paper)",
        body_text_color="var(--em-ink)", body_text_color_dark="var(--em-ink)",
        body_text_color_subdued="var(--em-soft)", body_text_color_subdued_dark="var(--em-soft)",
        background_fill_primary="var(--em-panel)", background_fill_primary_dark="var(--em-panel)",
        background_fill_secondary="var(--em-paper)", background_fill_secondary_dark="var(--em-paper)",
        block_background_fill="transparent", block_background_fill_dark="transparent",
        block_border_width="0px", block_shadow="none", block_padding="0px",
        block_label_background_fill="transparent", block_label_background_fill_dark="transparent",
        block_label_text_color="var(--em-soft)", block_label_text_color_dark="var(--em-soft)",
        block_title_text_color="var(--em-ink)", block_title_text_color_dark="var(--em-ink)",
        block_title_text_weight="600", block_title_text_size="0.86rem",
        block_info_text_color="var(--em-soft)", block_info_text_color_dark="var(--em-soft)",
        block_info_text_size="0.78rem",
        border_color_primary="var(--em-line)", border_color_primary_dark="var(--em-line)",
        input_background_fill="var(--em-panel)", input_background_fill_dark="var(--em-panel)",
        input_border_color="var(--em-line)", input_border_color_dark="var(--em-line)",
        input_border_color_focus="var(--em-accent)", input_border_color_focus_dark="var(--em-accent)",
        input_shadow="none", input_shadow_focus="0 0 0 3px var(--em-glow)",
        input_shadow_dark="none", input_shadow_focus_dark="0 0 0 3px var(--em-glow)",
        input_placeholder_color="var(--em-faint)", input_placeholder_color_dark="var(--em-faint)",
        button_primary_background_fill="var(--em-button)", button_primary_background_fill_dark="var(--em-button)",
        button_primary_background_fill_hover="var(--em-button-over)",
        button_primary_background_fill_hover_dark="var(--em-button-over)",
        button_primary_text_color="#ffffff", button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="var(--em-panel)", button_secondary_background_fill_dark="var(--em-panel)",
        button_secondary_background_fill_hover="var(--em-mat)",
        button_secondary_background_fill_hover_dark="var(--em-mat)",
        button_secondary_border_color="var(--em-line)", button_secondary_border_color_dark="var(--em-line)",
        button_secondary_text_color="var(--em-ink)", button_secondary_text_color_dark="var(--em-ink)",
        slider_color="var(--em-accent)", slider_color_dark="var(--em-accent)",
        color_accent_soft="var(--em-glow)", color_accent_soft_dark="var(--em-glow)",
        layout_gap="18px", form_gap_width="0px", panel_border_width="0px",
    )  # fmt: skip
