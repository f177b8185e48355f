"""Starts Emerge: flags and environment -> settings -> studio -> page. Nothing heavy is loaded before it is needed."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.engine.text_model import folder_problem
from ui.settings import LOOPBACK, PORT, SPACE_FRAME_HOSTS, Settings, hosts_in

BAD_START = 2
MAX_PORT = 65535
SPINS = "1000"
MODEL_HELP = "what to paint with: mau (built in), a diffusers folder, a .safetensors file, or a Hub id owner/name"
HOST_HELP = (
    "address to listen on; default 127.0.0.1, this machine only. "
    "With 0.0.0.0 everybody can paint who can reach this machine"
)
DATA_HELP = "where presets are kept and models/ is looked for; default: the user's own data directory"
OFFLINE_HELP = "ask nothing outside this machine; that is so already unless --model names a Hub id"
BRIEF_HELP = "the folder of an instruction model for transformers (safetensors), which then makes the briefs of prompts"
HISTORY_HELP = "keep no finished pictures in the data directory"
ALLOW_HELP = "a host name under which the page may be opened and framed, as behind a proxy; may be repeated"


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings that flags and environment name. Ends the process with code 2 where a flag cannot be read."""
    parser = build_parser()
    flags = parser.parse_args(arguments)
    space = bool(environment.get("SPACE_ID"))
    space_hosts = [environment["SPACE_HOST"]] if space and environment.get("SPACE_HOST") else []
    try:
        named = hosts_in(flags.allow_host)
        allowed = (*named, *hosts_in(space_hosts))
    except ValueError as error:
        parser.error(f"--allow-host: {error}")
    return Settings(
        data_dir=_data_dir(flags.data_dir, environment),
        model=flags.model,
        device=flags.device,
        host=flags.host or ("0.0.0.0" if space else "127.0.0.1"),
        port=flags.port,
        offline=flags.offline,
        allow_hosts=allowed,
        frame_hosts=(*named, *(SPACE_FRAME_HOSTS if space else ())),
        space=space,
        brief_model=None if flags.brief_model is None else Path(flags.brief_model).expanduser().resolve(),
        history=not (flags.no_history or space),
    )


def build_parser() -> argparse.ArgumentParser:
    """All flags."""
    parser = argparse.ArgumentParser(
        prog="python app.py",
        allow_abbrev=False,  # "--no" is a slip, and not --no-history
        description="Emerge: a studio in the browser for pictures that come out of noise, step by step.",
        epilog="Environment: EMERGE_DATA_DIR is the default of --data-dir; SPACE_ID and SPACE_HOST are set by "
        "Hugging Face Spaces and make Emerge listen there. Stop it with Ctrl+C.",
    )
    add = parser.add_argument
    add("--model", default="mau", metavar="M", help=MODEL_HELP)
    add("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"), help="default: auto")
    add("--host", default=None, metavar="ADDRESS", help=HOST_HELP)
    add("--port", type=_port, default=PORT, help=f"default: {PORT}")
    add("--data-dir", default=None, metavar="DIR", help=DATA_HELP)
    add("--offline", action="store_true", help=OFFLINE_HELP)
    add("--brief-model", default=None, metavar="FOLDER", help=BRIEF_HELP)
    add("--no-history", action="store_true", help=HISTORY_HELP)
    add("--allow-host", action="append", default=[], metavar="NAME", help=ALLOW_HELP)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs Emerge until it is told to stop; gives back the exit code."""
    settings = parse(sys.argv[1:] if arguments is None else arguments, os.environ)
    problem = prepare(settings)
    if problem:
        return _sorry(problem)
    from ui.server import listen

    try:
        bound = listen(settings)
    except OSError as error:
        other = settings.port + (1 if settings.port < MAX_PORT else -1)
        return _sorry(f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}). "
            f"Is Emerge running already? Try --port {other}.")  # fmt: skip
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _leave)
    return _run(settings, bound)


def _run(settings: Settings, bound: socket.socket) -> int:
    from pipeline.engine.studio import Studio
    from pipeline.models.catalog import Catalog
    from presets import PresetStore
    from presets.history.history import History
    from presets.history.keeper import Keeper
    from ui.server import build_app, serve

    catalog = Catalog.build(model=settings.model, data_dir=settings.data_dir)
    keeper = Keeper(History(settings.data_dir)) if settings.history else None
    studio = Studio(
        catalog,
        device=settings.device,
        default_model=catalog.default,
        data_dir=settings.data_dir,
        brief_model=settings.brief_model,
    )
    app = build_app(settings, studio, PresetStore(settings.data_dir), keeper)
    serve(app, bound, lambda: print(f"Emerge is open at {settings.url} (Ctrl+C ends it)", flush=True))
    return 0


def prepare(settings: Settings) -> str:
    """Makes the data directory and sets what libraries read at their import. Gives back what is wrong, or ""."""
    if settings.brief_model is not None and (problem := folder_problem(settings.brief_model)):
        return f"--brief-model: {problem}."
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        settings.uploads_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.data_dir / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        why = error.strerror or "no access"
        return f"The data directory {settings.data_dir} cannot be written ({why}). Choose another with --data-dir."
    os.environ["GRADIO_TEMP_DIR"] = str(settings.uploads_dir)
    if os.environ.get("GRADIO_VIBE_MODE"):
        return "GRADIO_VIBE_MODE lets visitors run code on this machine. Unset it and start again."
    if settings.offline or not settings.needs_hub:
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    if settings.host in LOOPBACK and "OMP_WAIT_POLICY" not in os.environ:
        # The browser works on the same cores, and needs the one on which a thread of PyTorch waits for the others: by
        # itself libgomp turns round and round 300,000 times before it lets go of a core (decision 46).
        os.environ.setdefault("GOMP_SPINCOUNT", SPINS)
    return ""


def _data_dir(flag: str | None, environment: Mapping[str, str]) -> Path:
    if flag or environment.get("EMERGE_DATA_DIR"):
        return Path(flag or environment["EMERGE_DATA_DIR"]).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("emerge", appauthor=False)


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"got {text}, allowed are whole numbers from 1 to {MAX_PORT}.")


def _leave(number: int, frame: object) -> None:
    """A signal before the server runs (it has handlers of its own)."""
    sys.exit(0)


def _sorry(sentence: str) -> int:
    print(f"Emerge: {sentence}", file=sys.stderr)
    return BAD_START


if __name__ == "__main__":
    sys.exit(main())
