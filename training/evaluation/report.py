"""The report of an evaluation as Markdown, for the screen and the model's card."""

from __future__ import annotations

from typing import Any

from training.evaluation.restyles import STRENGTH
from training.stages.score import NUM_CHOICES
from training.subject import SUBJECT


def format_report(report: dict[str, object]) -> str:
    """The report as a Markdown table, percentages."""
    attributes: dict[str, dict[str, float]] = report["attributes"]  # type: ignore[assignment]
    paraphrases: dict[str, float] = report["paraphrases"]  # type: ignore[assignment]
    lines = ["| attribute | drawings | mau | shuffled prompts | paraphrases |", "|---|---|---|---|---|"]
    for name, columns in attributes.items():
        paraphrased = f"{paraphrases[name]:.0%}" if name in paraphrases else "-"
        cells = " | ".join(f"{columns[column]:.1%}" for column in ("drawings", "model", "shuffled"))
        lines.append(f"| {name.replace('_', ' ')} | {cells} | {paraphrased} |")
    return "\n".join([*lines, "", *_format_rest(report)])


def _format_rest(report: dict[str, Any]) -> list[str]:
    """The figures that are no attributes, as lines of a list."""
    psnrs = ", ".join(f"{name} {value:.1f} dB" for name, value in report["autoencoder_db"].items())
    lines = [f"- The autoencoder alone: {psnrs}."]
    if (grounds := report["grounds"])["count"]:
        lines.append(
            f"- Plain grounds of {grounds['count']} held-out drawings: brightness varies by {grounds['drawings']} of "
            f"255 levels where they are plainest, and by {grounds['model']} in what was painted to their captions."
        )
    lines += [*_format_restyles(report["restyle"]), *_format_words(report)]
    if "score" in report:
        lines.append(
            f"- The score finds the caption of a held-out drawing among {NUM_CHOICES} in {report['score']:.1%}."
        )
    diversity = report["variety"]
    lines.append(
        f"- Seeds of one prompt differ {diversity['diversity']:.2f} times as much as drawings of one scene do."
    )
    lines.append(
        f"- The painting nearest to a training drawing is {diversity['nearest']:.2f} times as far from it as two "
        "drawings of one scene are from each other: nothing is remembered by heart."
    )
    return lines


def _format_words(report: dict[str, Any]) -> list[str]:
    """What becomes of prompts that are no held-out captions."""
    paraphrased, expected = report["paraphrases"]["overall"], report["paraphrases_expected"]
    lines = [f"- In other words {paraphrased:.1%} of the wishes are met, where {expected:.1%} is to be expected."]
    if others := report["paraphrases_by_others"]:
        lines[-1] += (
            f" Said by someone who had read no caption: {others['met']:.1%} of {others['expected']:.1%} to be expected."
        )
    unknown = report["unknown_words"]
    lines.append(
        f"- A word that no caption has, put behind the prompt: {unknown['with']:.1%} of the wishes are met, and "
        f"{unknown['without']:.1%} without it."
    )
    few = report["few words"]
    lines.append(
        f"- From a style and an animal alone: style {few['style']:.0%}, animal {few['animal']:.0%}. The judge is sure "
        f"of all else in {few['clear']:.0%}, in {few['filled_clear']:.0%} with what is left open filled in, and in "
        f"{report['drawings_clear']:.0%} of drawings. From an animal alone: in {few['bare_clear']:.0%}, filled in "
        f"{few['bare_filled_clear']:.0%}."
    )
    alike = report["lookalikes"]
    lines.append(
        f"- Of animals that differ from {SUBJECT.name} in one thing, {alike['apart']:.0%} of what makes the difference "
        f"is painted, and {alike['named']:.0%} of its own look to the name and a style alone."
    )
    return lines


def _format_restyles(report: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    lines = []
    for name, with_layout in report["kept"].items():
        versions = (with_layout, report["free"][name])
        layout, coat, style = (
            " and ".join(f"{scores[key]:{form}}" for scores in versions)
            for key, form in (("layout", ".2f"), ("coat", ".0%"), ("style", ".0%"))
        )
        lines.append(f"- Restyled at strength {STRENGTH}, {name}: layout {layout}, coat {coat}, style {style}.")
    return [*lines, "  The first figure is with Keep layout as the page starts with it, the second without it."]
