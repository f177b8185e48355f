"""`make evaluate`: how often a painted picture shows what its prompt asked for, read by the judge.

Three columns per attribute: the drawings themselves (the ceiling), the model, and the model's pictures against
shuffled prompts (the floor). Prompts describe combinations that no training drawing has. Sheets of pictures go beside
the report, because a number does not say whether a picture is beautiful.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import partial
from itertools import cycle
from pathlib import Path

import numpy as np
from diffusers import StableDiffusionPipeline

from pipeline.finish.upscaling import UPSCALER_FOLDER
from pipeline.prompt.open_details import parse_open_details
from pipeline.sampling.painter import open_painter
from pipeline.score.scorer import FOLDER, load_score_net
from training.drawings import draw_scene
from training.evaluation.accuracy import (
    NUM_STEPS,
    Attributes,
    Picture,
    measure_accuracy,
    open_model,
    paint_held_out,
    paint_prompts,
)
from training.evaluation.diversity import measure_diversity
from training.evaluation.footprint import measure_footprint
from training.evaluation.goals import format_goals
from training.evaluation.lookalikes import NUM_PROMPTS, measure_lookalikes
from training.evaluation.model_cards import write_card, write_flow_card
from training.evaluation.plain_backgrounds import measure_plain_backgrounds
from training.evaluation.reconstruction import draw_faces_with_reconstructions, measure_autoencoder
from training.evaluation.report import format_report
from training.evaluation.restyles import NUM_PAIRS, measure_pairs, measure_restyles
from training.evaluation.sheets import CLOSE_PX, FLOW_SHEETS, MODEL_SHEETS, lay_out, record_sheets, write_sheets
from training.folders import JUDGE_FOLDER, MODEL_FOLDER, PROJECT
from training.guidance import GUIDANCE_END, GUIDANCE_SCALE
from training.pictures.dataset import held_out_scene
from training.sizes import IMAGE_PX
from training.stages.judge import ATTRIBUTES, Judge, load_judge, share_clear
from training.stages.score import measure_score
from training.words.caption_phrases import STYLE_BEFORE
from training.words.captions import describe_scene
from training.words.paraphrases import OWN_PARAPHRASES, PARAPHRASES, UNKNOWN_WORDS
from training.world import LEVELS, STYLES, Scene

NUM_WITH_UNKNOWN_WORD = 36  # each unknown word three times


def evaluate_model(model: Path, judge_folder: Path, out: Path, count: int, num_paraphrases: int) -> dict[str, object]:
    """Paint, judge, write sheets and `report.json` to `out`; gives the report back."""
    out.mkdir(parents=True, exist_ok=True)
    pipeline = open_model(model)
    judge = load_judge(judge_folder)
    level = json.loads((model / "words.json").read_text())["level"]
    scenes = [held_out_scene(index, level) for index in range(count)]
    targets = [{name: getattr(scene, name) for name in ATTRIBUTES} for scene in scenes]
    paintings = paint_held_out(model, level, count)
    drawings = np.stack([draw_scene(scene, 500_000 + index, IMAGE_PX) for index, scene in enumerate(scenes)])
    paraphrases = PARAPHRASES[:num_paraphrases]
    paraphrase_pictures = paint_prompts(pipeline, [prompt for prompt, _ in paraphrases])
    report: dict[str, object] = {
        "prompts": count,
        "level": level,
        "steps": NUM_STEPS,
        "guidance": GUIDANCE_SCALE,
        "guidance_end": GUIDANCE_END,
        "attributes": (columns := _accuracy_columns(judge, paintings, drawings, targets, level)),
        "paraphrases": measure_accuracy(judge, paraphrase_pictures, [target for _, target in paraphrases]),
        "paraphrases_expected": _expected_accuracy([target for _, target in paraphrases], columns),
        "paraphrases_by_others": _measure_paraphrases_by_others(judge, paraphrase_pictures, paraphrases, columns),
        "unknown_words": measure_unknown_words(pipeline, judge, scenes, paintings, out),
        "drawings_clear": share_clear(judge, drawings),
        "grounds": measure_plain_backgrounds(drawings, paintings),
        "few words": measure_few_words(model, pipeline, judge, level, out),
    }
    report |= _measure_beyond_prompts(pipeline, judge, level, out, num_scenes=min(count, 10))
    write_sheets(out, paintings, drawings, targets)
    lay_out(paraphrase_pictures, 10).save(out / "paraphrases.png")
    (out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    return report


def _measure_paraphrases_by_others(
    judge: Judge, pictures: Picture, paraphrases: Sequence[tuple[str, Attributes]], columns: dict[str, dict[str, float]]
) -> dict[str, float]:
    """Of the prompts that others wrote: how many attributes are right, and how many were to be expected."""
    targets = [target for _, target in paraphrases[len(OWN_PARAPHRASES) :]]
    if not targets:
        return {}
    accuracy = measure_accuracy(judge, pictures[len(OWN_PARAPHRASES) :], targets)["overall"]
    return {"met": accuracy, "expected": _expected_accuracy(targets, columns)}


def _expected_accuracy(targets: Sequence[Attributes], columns: dict[str, dict[str, float]]) -> float:
    """How many of these attributes would be right if each were as good as on held-out prompts."""
    return round(float(np.mean([columns[name]["model"] for target in targets for name in target])), 4)


def measure_unknown_words(
    pipeline: StableDiffusionPipeline, judge: Judge, scenes: Sequence[Scene], paintings: Picture, out: Path
) -> dict[str, float]:
    """What a word that no caption has spoils: accuracy on held-out prompts as they are, and with one each."""
    scenes = scenes[:NUM_WITH_UNKNOWN_WORD]
    targets = [{name: getattr(scene, name) for name in ATTRIBUTES} for scene in scenes]
    prompts = [f"{describe_scene(scene)}, {word}" for scene, word in zip(scenes, cycle(UNKNOWN_WORDS), strict=False)]
    pictures = paint_prompts(pipeline, prompts)
    lay_out(np.concatenate([paintings[: len(scenes)], pictures]), 12).save(out / "unknown-words.png")
    pictures_of = {"without": paintings[: len(scenes)], "with": pictures}
    return {name: measure_accuracy(judge, rows, targets)["overall"] for name, rows in pictures_of.items()}


def measure_few_words(
    model: Path, pipeline: StableDiffusionPipeline, judge: Judge, level: int, out: Path
) -> dict[str, float]:
    """Prompts of a style and an animal alone, as people begin: whether both can be seen, and whether all else is one
    thing and no mean of several (`clear`); that too where the page fills in what is left open (`filled_clear`), and
    where not even a style is named (`bare_clear`, `bare_filled_clear`)."""
    targets = [{"style": style, "animal": animal} for style in STYLES for animal in LEVELS[level].animals]
    prompts = [f"{STYLE_BEFORE[each['style']][0]} a {each['animal']}" for each in targets]
    bare = [f"a {each['animal']}" for each in targets]
    table = parse_open_details(json.loads((model / "words.json").read_text()).get("open_details"))
    prompts_of = {"": prompts, "bare_": bare} | {
        f"{kind}filled_": [", ".join([prompt, *table.chosen(prompt, seed)]) for seed, prompt in enumerate(few)]
        for kind, few in (("", prompts), ("bare_", bare))
    }
    paintings = {kind: paint_prompts(pipeline, each) for kind, each in prompts_of.items()}
    lay_out(np.concatenate(list(paintings.values())), 8).save(out / "few-words.png")
    clear = {f"{kind}clear": share_clear(judge, pictures) for kind, pictures in paintings.items()}
    return measure_accuracy(judge, paintings[""], targets) | clear


def _measure_beyond_prompts(
    pipeline: StableDiffusionPipeline, judge: Judge, level: int, out: Path, num_scenes: int
) -> dict[str, object]:
    """The autoencoder by itself, restyled photos, how varied pictures are, and look-alikes."""
    autoencoder, faces = measure_autoencoder(pipeline.vae, level), draw_faces_with_reconstructions(pipeline.vae, level)
    lay_out(faces, len(STYLES), CLOSE_PX).save(out / "restored.png")
    restyle = _measure_restyles(Path(pipeline.config._name_or_path), judge, level, out, min(4 * num_scenes, NUM_PAIRS))
    paint = partial(paint_prompts, pipeline)
    report: dict[str, object] = {
        "autoencoder_db": autoencoder,
        "restyle": restyle,
        "variety": measure_diversity(judge, level, paint, num_scenes),
        "lookalikes": measure_lookalikes(judge, level, paint, min(5 * num_scenes, NUM_PROMPTS)),
    }
    if (folder := Path(pipeline.config._name_or_path) / FOLDER).is_dir():
        network, parts = load_score_net(folder), (pipeline.tokenizer, pipeline.text_encoder)
        report["score"] = round(measure_score(network, *parts, level, groups=max(1, num_scenes // 2)), 3)
    return report


def _measure_restyles(
    model: Path, judge: Judge, level: int, out: Path, num_pairs: int
) -> dict[str, dict[str, dict[str, float]]]:
    """What is left of photos, as the page starts with and with nothing done to keep their layout."""
    report = {}
    with open_painter(model) as painter:
        for name, keep_layout in (("kept", painter.spec.defaults.keep_layout), ("free", 0.0)):
            report[name], restyled = measure_restyles(painter, judge, level, keep_layout)
            report[name]["pairs"] = measure_pairs(painter, judge, level, keep_layout, count=num_pairs)
            lay_out(restyled, 1 + len(STYLES)).save(out / f"restyled-{name}.png")
            if name == "kept":  # and without the photos, which are not ours to hand on
                paintings = restyled.reshape(-1, 1 + len(STYLES), *restyled.shape[1:])[:, 1:]
                lay_out(paintings.reshape(-1, *restyled.shape[1:]), len(STYLES)).save(out / "restyles.png")
    return report


def _accuracy_columns(
    judge: Judge, paintings: Picture, drawings: Picture, targets: list[Attributes], level: int
) -> dict[str, dict[str, float]]:
    order = np.random.default_rng(3).permutation(len(targets))
    shuffled = [targets[row] for row in order]
    columns = {
        "drawings": measure_accuracy(judge, drawings, targets),
        "model": measure_accuracy(judge, paintings, targets),
        "shuffled": measure_accuracy(judge, paintings, shuffled),
    }
    names = [name for name in columns["model"] if name != "animal" or level >= 3]
    return {name: {column: values[name] for column, values in columns.items()} for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.evaluation.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--judge", type=Path, default=JUDGE_FOLDER)
    parser.add_argument("--out", type=Path, default=PROJECT / "build" / "evaluate")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--record", action="store_true", help="write the figures into the model's card")
    options = parser.parse_args()
    report = evaluate_model(options.model, options.judge, options.out, options.count, len(PARAPHRASES))
    print(format_report(report))
    if (flow := options.model.with_name("mau-flow")).is_dir():
        few_steps = _evaluate_flow(
            options.model, flow, options.judge, options.out, options.count, record=options.record
        )
        report["goals"] = format_goals(report, few_steps, measure_footprint(options.model, flow, UPSCALER_FOLDER))
        print(f"\n{report['goals']}")
    if options.record:
        (options.model / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")
        record_sheets(options.out, tuple(MODEL_SHEETS))
        write_card(options.model)


def _evaluate_flow(
    model: Path, flow: Path, judge: Path, out: Path, count: int, *, record: bool
) -> dict[str, dict[str, float]]:
    from training.evaluation.few_steps import format_few_steps, measure_few_steps

    level = json.loads((flow / "words.json").read_text())["level"]
    report = measure_few_steps({"mau": model, "mau-flow": flow}, judge, out, count, level)
    print("\n" + format_few_steps(report))
    if record:
        record_sheets(out, tuple(FLOW_SHEETS))
        (flow / "evaluation.json").write_text(json.dumps({"prompts": count, "few_steps": report}, indent=1) + "\n")
        write_flow_card(flow)
    return report


if __name__ == "__main__":
    main()
