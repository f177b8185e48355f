"""`python -m training [STAGE] [--size smoke|cpu|gpu]`: one stage, or all of them in their order.

    varied, natural pictures -> autoencoder -> sharpen -> latents -+-> text -> denoiser
    drawings of the level -----------------------------------------+-> judge, upscaler (through the autoencoder)
    denoiser -> rephrase -> apart -> clear -> export
    export -> trajectories -> flow -> export-flow
    export, judge -> score

Every stage goes on from its checkpoint when it is started again, so that a night's work fits into chunks: with
`--for 9` a run stops by itself before nine minutes are over. `restore` makes checkpoints from the shipped
weights, `upscaler-figures` measures the upscaler anew after the autoencoder has learnt on, and `follow` teaches the
flow that ships the text encoder that has learnt on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from training.folders import exported_folder, work_folder
from training.running.pause import Paused, stop_after
from training.sizes import SIZES, Size


def _draw(folder: Path, size: Size, minutes: float | None) -> None:
    from training.pictures.dataset import render_drawings, render_varied

    render_varied(folder, size)
    render_drawings(folder, size)


def _autoencoder(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.autoencoder import train_autoencoder

    train_autoencoder(folder, size, minutes or size.autoencoder_minutes)


def _sharpen(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.sharpen import sharpen_autoencoder

    sharpen_autoencoder(folder, size, minutes or size.sharpening_minutes)


def _tokenizer(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.tokenizer import train_tokenizer

    train_tokenizer(folder, size)


def _text(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.text import train_text_encoder

    train_text_encoder(folder, size, minutes or size.text_minutes)


def _denoiser(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.denoiser import train_denoiser

    train_denoiser(folder, size, minutes or size.denoiser_minutes)


def _rephrase(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.rephrase import train_rephrasing

    train_rephrasing(folder, size, minutes or size.rephrasing_minutes)


def _apart(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.apart import train_apart

    train_apart(folder, size, minutes or size.apart_minutes)


def _clear(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.clear import clear_decoder

    clear_decoder(folder, size, minutes or size.clearing_minutes)


def _judge(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.judge import train_judge

    train_judge(folder, size, minutes or size.judge_minutes)


def _upscaler(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.upscaler import train_upscaler

    train_upscaler(folder, size, minutes or size.upscaler_minutes)


def _export(folder: Path, size: Size, minutes: float | None) -> None:
    from training.export import export_model

    export_model(folder, size)


def _score(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.score import train_score

    train_score(folder, size, exported_folder(folder, size), minutes or size.score_minutes)


def _trajectories(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.trajectories import collect_trajectories

    collect_trajectories(folder, size, exported_folder(folder, size), minutes or size.trajectory_minutes)


def _flow(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.flow import train_flow

    train_flow(folder, size, exported_folder(folder, size), minutes or size.flow_minutes)


def _export_flow(folder: Path, size: Size, minutes: float | None) -> None:
    from training.export import export_flow

    export_flow(folder, size)


def _flush_denormals() -> None:
    """Optimiser moments decay into denormal numbers, which a CPU multiplies many times slower than others."""
    import torch

    torch.set_flush_denormal(True)


def _restore(folder: Path, size: Size, minutes: float | None) -> None:
    from training.restore import restore_checkpoints

    restore_checkpoints(folder, size)


STAGES: dict[str, Callable[[Path, Size, float | None], None]] = {
    "draw": _draw,
    "autoencoder": _autoencoder,
    "sharpen": _sharpen,
    "tokenizer": _tokenizer,
    "text": _text,
    "denoiser": _denoiser,
    "rephrase": _rephrase,
    "apart": _apart,
    "clear": _clear,
    "judge": _judge,
    "upscaler": _upscaler,
    "export": _export,
    "score": _score,
    "trajectories": _trajectories,
    "flow": _flow,
    "export-flow": _export_flow,
}


def _upscaler_figures(folder: Path, size: Size, minutes: float | None) -> None:
    from training.stages.upscaler import update_figures

    update_figures(folder, size)


def _follow(folder: Path, size: Size, minutes: float | None) -> None:
    from training.export import export_followed_flow
    from training.stages.follow import train_following

    model = exported_folder(folder, size)
    flow = model.with_name("mau-flow")
    train_following(folder, size, model, flow, minutes or size.following_minutes)
    export_followed_flow(folder, model, flow)


# Not part of a training from nothing.
EXTRA_STAGES = {"restore": _restore, "upscaler-figures": _upscaler_figures, "follow": _follow}
MIN_RUN_MINUTES = 4


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__.splitlines()[0])
    parser.add_argument("stage", nargs="?", choices=[*STAGES, *EXTRA_STAGES, "all"], default="all")
    parser.add_argument("--size", choices=list(SIZES), default="cpu")
    parser.add_argument(
        "--minutes", type=float, help="budget of one stage, over all its runs; its size says one itself"
    )
    parser.add_argument(
        "--for", type=float, dest="run_minutes", metavar="MINUTES", help="stop after so long; 4 or more"
    )
    options = parser.parse_args(arguments)
    if options.minutes is not None and options.stage == "all":
        parser.error("--minutes is the budget of one stage: name the stage, as in: denoiser --minutes 120")
    if options.run_minutes is not None:
        if options.run_minutes < MIN_RUN_MINUTES:
            parser.error(f"--for: {MIN_RUN_MINUTES} minutes or more, since a stage saves every two")
        stop_after(options.run_minutes)
    _flush_denormals()
    try:
        _run(STAGES if options.stage == "all" else [options.stage], SIZES[options.size], options.minutes)
    except Paused:
        print("All that was done is saved; the same command goes on from here.", flush=True)
        return
    print("Done.", flush=True)


def _run(names: Iterable[str], size: Size, minutes: float | None) -> None:
    for name in names:
        print(f"== {name}", flush=True)
        (STAGES | EXTRA_STAGES)[name](work_folder() / size.name, size, minutes)


if __name__ == "__main__":
    main()
