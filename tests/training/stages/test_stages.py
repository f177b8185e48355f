"""The whole training, from drawings to a stock folder and its evaluation, at the size that proves the code."""

from __future__ import annotations

import dataclasses
import json
import shutil
from contextvars import copy_context
from pathlib import Path

import numpy as np
import pytest
import torch


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make train ARGS="--size smoke"` leaves."""
    from training.__main__ import main

    folder = tmp_path_factory.mktemp("training")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMERGE_TRAIN_DIR", str(folder))
        main(["--size", "smoke"])
    return folder / "smoke"


def test_a_smoke_training_leaves_a_folder_that_stock_diffusers_paints_from(trained: Path) -> None:
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(trained / "mau")
    pipeline.set_progress_bar_config(disable=True)
    image = pipeline("manga cat", num_inference_steps=2, generator=torch.Generator().manual_seed(1)).images[0]
    assert image.size == (256, 256)
    assert json.loads((trained / "mau" / "words.json").read_text())["level"] == 3


def test_a_smoke_training_leaves_a_flow_that_stock_diffusers_paints_from_in_four_steps(trained: Path) -> None:
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(trained / "mau-flow")
    pipeline.set_progress_bar_config(disable=True)
    chance = torch.Generator().manual_seed(1)
    image = pipeline("manga cat", num_inference_steps=4, guidance_scale=1.0, generator=chance).images[0]
    assert image.size == (256, 256)
    assert json.loads((trained / "mau-flow" / "words.json").read_text())["num_steps"] == 4


def test_the_upscaler_is_measured_anew_by_the_autoencoder_of_now(trained: Path, tmp_path: Path) -> None:
    from training.sizes import SIZES
    from training.stages.upscaler import SHEET, update_figures

    folder = shutil.copytree(trained, tmp_path / "copy")
    note = folder / "upscaler" / "upscaler.json"
    before = json.loads(note.read_text())
    note.write_text(json.dumps({**before, "psnr_db": {}}))
    update_figures(folder, SIZES["smoke"])
    assert json.loads(note.read_text()) == before
    assert (folder / SHEET).exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--minutes", "5"], "--minutes is the budget of one stage"),
        (["draw", "--for", "1"], "--for: 4 minutes or more"),
    ],
)
def test_a_budget_that_means_nothing_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from training.__main__ import main

    with pytest.raises(SystemExit):
        main([*arguments, "--size", "smoke"])
    assert message in capsys.readouterr().err


def test_a_run_whose_time_is_up_stops_where_it_saved_and_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from training import __main__
    from training.running import pause

    monkeypatch.setenv("EMERGE_TRAIN_DIR", str(tmp_path))
    monkeypatch.setattr(pause, "SAVE_EVERY_S", 240.0)  # so that nothing is left of four minutes
    copy_context().run(__main__.main, ["draw", "--size", "smoke", "--for", "4"])
    assert "the same command goes on" in capsys.readouterr().out
    assert not (tmp_path / "smoke" / "drawings-3" / "scenes.jsonl").exists()
    __main__.main(["draw", "--size", "smoke"])
    assert (tmp_path / "smoke" / "drawings-3" / "scenes.jsonl").exists()


def test_the_flow_goes_on_from_its_checkpoint(trained: Path, tmp_path: Path) -> None:
    from training.running.checkpoint import load_checkpoint
    from training.sizes import SIZES
    from training.stages.flow import train_flow

    folder = shutil.copytree(trained, tmp_path / "copy")
    before = load_checkpoint(folder / "flow-3.pt")
    assert before is not None
    train_flow(folder, SIZES["smoke"], folder / "mau", minutes=before["spent_s"] / 60 + 0.05)
    after = load_checkpoint(folder / "flow-3.pt")
    assert after is not None and after["step"] > before["step"]


def test_the_denoiser_goes_on_from_its_checkpoint(trained: Path, tmp_path: Path) -> None:
    from training.running.checkpoint import load_checkpoint
    from training.sizes import SIZES
    from training.stages.denoiser import train_denoiser

    folder = shutil.copytree(trained, tmp_path / "copy")  # the other tests compare with what was exported
    before = load_checkpoint(folder / "denoiser-3.pt")
    assert before is not None
    train_denoiser(folder, SIZES["smoke"], minutes=before["spent_s"] / 60 + 0.05)
    after = load_checkpoint(folder / "denoiser-3.pt")
    assert after is not None and after["num_samples"] > before["num_samples"]
    assert after["spent_s"] > before["spent_s"]


def test_every_weight_of_the_denoiser_gets_a_gradient(trained: Path) -> None:
    """Once, a compiled U-Net lost the gradients of half its layers; the loss fell all the same."""
    from training.denoiser_batches import DenoiserBatches
    from training.sizes import SIZES
    from training.stages.denoiser import build_learner, build_noise_schedule, velocity_loss

    learner = build_learner(trained, SIZES["smoke"], 1.0, torch.device("cpu"))
    batch = DenoiserBatches(trained, SIZES["smoke"], learner.tokenizer, seed=0).next(4)
    assert batch.restyled.tolist() == [False, False, False, True]
    loss = velocity_loss(learner.unet, learner.text, build_noise_schedule(), batch)
    torch.autograd.backward(loss)
    silent = [name for name, weight in learner.unet.named_parameters() if weight.grad is None or not weight.grad.any()]
    assert silent == []


def test_the_evaluation_reads_every_attribute_of_painted_pictures(trained: Path, tmp_path: Path) -> None:
    from training.evaluation.evaluate import evaluate_model
    from training.evaluation.report import format_report
    from training.stages.judge import ATTRIBUTES

    report = evaluate_model(trained / "mau", trained / "judge", tmp_path, count=3, num_paraphrases=2)
    assert set(report["attributes"]) == {*ATTRIBUTES, "overall"}  # type: ignore[call-overload]
    assert (tmp_path / "painted.png").exists() and (tmp_path / "paraphrases.png").exists()
    assert "shuffled prompts" in format_report(report)


def test_training_goes_on_from_the_exported_weights(trained: Path, tmp_path: Path) -> None:
    from training.export import export_model
    from training.restore import restore_checkpoints
    from training.running.checkpoint import load_checkpoint
    from training.sizes import SIZES
    from training.text_encoders import text_encoder_weights

    restore_checkpoints(tmp_path, SIZES["smoke"], trained / "mau")
    before, after = load_checkpoint(trained / "denoiser-3.pt"), load_checkpoint(tmp_path / "denoiser-3.pt")
    assert before is not None and after is not None
    texts = text_encoder_weights(trained, SIZES["smoke"], before)
    for part, learnt in (("unet", before["unet_average"]["weights"]), ("text", texts)):
        for name, value in after[part].items():
            assert torch.equal(value, learnt[name].half().to(value.dtype)), name
    export_model(tmp_path, SIZES["smoke"], tmp_path / "again")
    learnt, again = (json.loads((each / "training.json").read_text()) for each in (trained / "mau", tmp_path / "again"))
    assert again == learnt  # nothing was learnt since, and nothing is forgotten


def test_rephrasing_pays_for_captions_that_are_heard_otherwise_and_leaves_the_denoiser_alone(trained: Path) -> None:
    import copy

    from training.export import build_pipeline, load_denoiser
    from training.sizes import SIZES
    from training.stages.rephrase import rephrasing_loss, sample_batches
    from training.text_encoders import JOINT

    pipe = build_pipeline(trained, SIZES["smoke"], load_denoiser(trained, SIZES["smoke"]), until=JOINT)
    pipe.set_progress_bar_config(disable=True)
    batch = next(sample_batches(pipe, SIZES["smoke"], seed=0))
    teacher, text = pipe.text_encoder, copy.deepcopy(pipe.text_encoder)
    unet = pipe.unet.requires_grad_(False)
    same = dataclasses.replace(batch, paraphrases=batch.captions)
    assert rephrasing_loss(unet, teacher, text, same)[0] == 0
    loss, _ = rephrasing_loss(unet, teacher, text, batch)
    torch.autograd.backward(loss)
    assert all(weight.grad is None for weight in unet.parameters())
    assert any(weight.grad is not None and weight.grad.any() for weight in text.parameters())
    with torch.no_grad():
        text.final_layer_norm.bias.add_(0.5)
    assert rephrasing_loss(unet, teacher, text, same)[0] > 0.25


def test_a_text_encoder_that_began_with_other_weights_is_not_taken(trained: Path, tmp_path: Path) -> None:
    from training.export import load_denoiser
    from training.sizes import SIZES
    from training.text_encoders import APART, REPHRASED, text_encoder_path, text_encoder_weights

    state, size = load_denoiser(trained, SIZES["smoke"]), SIZES["smoke"]
    rephrased, apart = (text_encoder_path(trained, size, state, name) for name in (REPHRASED, APART))
    assert rephrased.exists() and apart.exists()
    shutil.copy(rephrased, tmp_path)  # what was told apart began with it; by itself it is enough
    name, until_rephrased = "final_layer_norm.bias", text_encoder_weights(trained, size, state, until=REPHRASED)
    assert torch.equal(text_encoder_weights(tmp_path, size, state)[name], until_rephrased[name])
    assert not torch.equal(text_encoder_weights(trained, size, state)[name], until_rephrased[name])
    rephrased.replace(rephrased.with_suffix(".kept"))
    assert not text_encoder_path(trained, size, state, APART).exists()  # begun with what is no longer there
    rephrased.with_suffix(".kept").replace(rephrased)
    next(iter(state["unet_average"]["weights"].values())).add_(1.0)
    assert not any(text_encoder_path(trained, size, state, name).exists() for name in (REPHRASED, APART))


def test_telling_apart_pays_for_other_captions_that_move_and_leaves_the_denoiser_alone(trained: Path) -> None:
    import copy

    from training.evaluation.lookalikes import encode_lookalikes
    from training.export import build_pipeline, load_denoiser
    from training.sizes import SIZES
    from training.stages.apart import LookalikeBatches, apart_loss
    from training.stages.denoiser import build_noise_schedule
    from training.text_encoders import REPHRASED

    size, schedule = SIZES["smoke"], build_noise_schedule()
    pipe = build_pipeline(trained, size, load_denoiser(trained, size), until=REPHRASED)
    batches = LookalikeBatches(encode_lookalikes(trained, size, pipe.vae), size, pipe.tokenizer)
    batch, anchors = batches.next(4, np.random.default_rng(0))
    teacher, text = pipe.text_encoder, copy.deepcopy(pipe.text_encoder)
    unet = pipe.unet.requires_grad_(False)
    loss, parts = apart_loss(unet, teacher, text, schedule, batch, anchors)
    assert "moved 0.00000" in parts
    torch.autograd.backward(loss)
    assert all(weight.grad is None for weight in unet.parameters())
    assert any(weight.grad is not None and weight.grad.any() for weight in text.parameters())
    with torch.no_grad():
        text.final_layer_norm.bias.add_(0.5)
    assert "moved 0.2500" in apart_loss(unet, teacher, text, schedule, batch, anchors)[1]


def test_the_flow_follows_a_text_encoder_that_has_learnt_on(trained: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    from training.__main__ import main

    folder = shutil.copytree(trained, tmp_path / "smoke")
    words = folder / "mau" / "text_encoder" / "model.safetensors"
    new_text = {name: value + 0.01 if value.is_floating_point() else value for name, value in load_file(words).items()}
    save_file(new_text, words, metadata={"format": "pt"})
    unet = folder / "mau-flow" / "unet" / "diffusion_pytorch_model.safetensors"
    before = unet.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMERGE_TRAIN_DIR", str(tmp_path))
        main(["follow", "--size", "smoke"])
    assert unet.read_bytes() != before
    followed = load_file(folder / "mau-flow" / "text_encoder" / "model.safetensors")
    assert all(torch.equal(value, new_text[name]) for name, value in followed.items())
    (teacher_unet,) = folder.glob("follow-*/teacher/unet/diffusion_pytorch_model.safetensors")
    assert teacher_unet.read_bytes() == before
    new_record, old_record = (
        json.loads((each / "mau-flow" / "training.json").read_text()) for each in (folder, trained)
    )
    assert new_record.pop("following")["updates"] > 0
    assert new_record == old_record


def test_sharpening_changes_encoder_and_decoder(trained: Path, tmp_path: Path) -> None:
    from training.sizes import SIZES
    from training.stages.autoencoder import load_autoencoder
    from training.stages.sharpen import sharpen_autoencoder

    folder = shutil.copytree(trained, tmp_path / "copy")
    (folder / "sharpened.pt").unlink()
    (folder / "cleared.pt").unlink()
    before = load_autoencoder(folder, SIZES["smoke"])
    sharpen_autoencoder(folder, SIZES["smoke"], 0.05)
    after = load_autoencoder(folder, SIZES["smoke"])
    changed = zip(before.parameters(), after.parameters(), strict=True)
    assert all(not torch.equal(one, other) for one, other in changed)


def test_sharpening_pays_for_latents_that_move_by_how_far_they_do(trained: Path) -> None:
    from training.sizes import SIZES
    from training.stages.autoencoder import load_autoencoder
    from training.stages.sharpen import DRIFT_WEIGHT, sharpening_loss

    network, images = load_autoencoder(trained, SIZES["smoke"]), torch.rand(1, 3, 64, 64) * 2 - 1
    latents = network.encode(images).latents
    losses = []
    for moved in (0.0, 1.0, 2.0):
        torch.manual_seed(3)  # the same noise on the latents
        losses.append(sharpening_loss(network, latents + moved, images)[0].item())
    assert losses[1] - losses[0] == pytest.approx(DRIFT_WEIGHT, abs=0.01)
    assert losses[2] - losses[0] == pytest.approx(4 * DRIFT_WEIGHT, abs=0.02)


def test_latents_are_held_where_they_were_before_any_sharpening(trained: Path) -> None:
    from training.running.checkpoint import load_checkpoint
    from training.sizes import SIZES
    from training.stages.autoencoder import BASE, load_autoencoder

    first = load_autoencoder(trained, SIZES["smoke"], until=BASE)
    state = load_checkpoint(trained / "autoencoder.pt")
    assert state is not None
    for name, value in first.state_dict().items():
        assert torch.equal(value, state["average"]["weights"][name]), name


def test_clearing_changes_the_decoder_alone(trained: Path) -> None:
    from training.sizes import SIZES
    from training.stages.autoencoder import SHARPENED, load_autoencoder

    before = load_autoencoder(trained, SIZES["smoke"], until=SHARPENED).state_dict()
    after = load_autoencoder(trained, SIZES["smoke"]).state_dict()
    changed = {name for name, value in before.items() if not torch.equal(value, after[name])}
    assert changed and all(name.startswith("decoder.") for name in changed)


def test_an_autoencoder_that_is_sharpened_on_forgets_how_its_decoder_was_cleared(trained: Path, tmp_path: Path) -> None:
    from training.running.checkpoint import load_checkpoint
    from training.sizes import SIZES
    from training.stages.autoencoder import SHARPENED
    from training.stages.sharpen import sharpen_autoencoder

    folder = shutil.copytree(trained, tmp_path / "copy")
    sharpen_autoencoder(folder, SIZES["smoke"], 0.01)  # which is spent already
    assert (folder / "cleared.pt").exists()
    state = load_checkpoint(folder / SHARPENED)
    assert state is not None
    # On a busy machine the last update had taken longer than all that was meant for it.
    sharpen_autoencoder(folder, SIZES["smoke"], state["spent_s"] / 60 + 0.05)
    assert not (folder / "cleared.pt").exists()


def test_drawings_are_repainted_once_for_a_denoiser_and_an_encoder(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.pictures.dataset import load_pictures
    from training.sizes import SIZES
    from training.stages import clear
    from training.stages.autoencoder import SHARPENED, encode_pictures, load_autoencoder

    folder, size = shutil.copytree(trained, tmp_path / "copy"), SIZES["smoke"]
    network = load_autoencoder(folder, size, until=SHARPENED)
    repainted = clear.repaint_drawings(folder, size, network)
    assert repainted.shape == (size.num_painted, 4, 32, 32)
    assert np.isfinite(repainted).all()
    assert 0 < np.abs(repainted - encode_pictures(network, load_pictures(folder, size)[: len(repainted)])).mean() < 2
    monkeypatch.setattr(clear, "repaint", None)  # nobody asks
    assert np.array_equal(clear.repaint_drawings(folder, size, network), repainted)


def test_a_plain_ground_is_not_mottled_and_a_stained_one_is() -> None:
    from training.evaluation.plain_backgrounds import measure_plain_backgrounds

    plain = np.full((1, 256, 256, 3), 200, np.uint8)
    plain[:, 64:192, 64:192] = np.random.default_rng(1).integers(0, 255, (128, 128, 3))  # whatever stands on it
    stained = plain.copy()
    stained[:, :, ::2] -= 10
    grainy = np.random.default_rng(2).integers(0, 255, plain.shape).astype(np.uint8)
    figures = measure_plain_backgrounds(np.concatenate([plain, grainy]), np.concatenate([stained, plain]))
    assert figures == {"count": 1, "drawings": 0.0, "model": 5.0}  # only where the drawing's is plain
    assert measure_plain_backgrounds(grainy, plain) == {"count": 0}


def test_the_sheets_of_an_evaluation_show_every_value_once_and_are_kept_small(tmp_path: Path) -> None:
    from PIL import Image

    from training.evaluation.sheets import EDGE_PX, FLOW_SHEETS, list_sheets, record_sheets, write_sheets

    pictures = np.zeros((6, 32, 32, 3), np.uint8)
    targets = [{"style": f"s{row % 2}", "coat": f"c{row % 3}"} for row in range(6)]
    write_sheets(tmp_path, pictures, pictures, targets)
    with Image.open(tmp_path / "attributes.png") as sheet:
        assert sheet.size == (3 * EDGE_PX, 2 * EDGE_PX)
        assert sheet.getpixel((sheet.width - 5, 5)) == (255, 255, 255)  # there are two styles and three coats
    record_sheets(tmp_path, ("styles",), tmp_path / "kept")
    with Image.open(tmp_path / "kept" / "styles.webp") as kept:
        assert kept.size == (3 * EDGE_PX * 3 // 5, 2 * EDGE_PX * 3 // 5)
    assert "styles.webp" in list_sheets({"styles": "a style a row"}, tmp_path / "kept")
    assert not list_sheets(FLOW_SHEETS, tmp_path / "kept")
