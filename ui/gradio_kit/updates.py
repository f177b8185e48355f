"""Handlers speak in names: what components hold comes in, and what they shall show goes out, as `{"prompt": ...}`.

Nothing but `Named` knows which component a name is, or in which order Gradio hands values over.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from contextlib import aclosing
from types import FunctionType
from typing import Any, TypeAlias, Unpack, cast

import gradio as gr
from gradio.blocks import Block
from gradio.events import Dependency

from ui.gradio_kit.event_modes import EventMode
from ui.web.visitors import owner_of

# What components hold, unchecked, by name. What is not there is None.
Values: TypeAlias = Mapping[str, object]
# What components shall show, by name: a value, or `gr.update(...)`. A component that is not named stays as it is.
Updates: TypeAlias = dict[str, object]
# Takes `Values`, where it asks for it `owner` (whose request it is) or `event` (what an event of ours carries) besides;
# gives back `Updates`, or yields them one after another.
Handler: TypeAlias = Callable[..., object]
# What Gradio hangs handlers on: `component.click`, or the `then` of an event.
Trigger: TypeAlias = Callable[..., Dependency]


class Named(Mapping[str, Block]):
    """The components of a page by name."""

    def __init__(self, components: Mapping[str, Block]) -> None:
        self._components = dict(components)

    def __getitem__(self, name: str) -> Any:
        """The component; Any, since each has events of its own."""
        return self._components[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._components)

    def __len__(self) -> int:
        return len(self._components)

    def pick(self, names: Iterable[str]) -> list[Block]:
        """The components of these names, in their order."""
        return [self._components[name] for name in names]

    def on(
        self,
        trigger: Trigger,
        handler: Handler,
        reads: Iterable[str] = (),
        writes: Iterable[str] = (),
        *,
        script: str = "",
        **mode: Unpack[EventMode],
    ) -> Dependency:
        """Has `handler` answer an event with the values of `reads`.

        writes: every name that it may update. script: as in `in_browser`, run first; it changes what is read.
        mode: one of `ui.gradio_kit.event_modes`.
        """
        reads, writes = tuple(reads), tuple(writes)
        called = _gradio_handler(handler, reads, _Outlet(self, writes))
        js = _gradio_script(script, reads, reads) if script else None
        return trigger(called, self.pick(reads), self.pick(writes) or None, js=js, **mode)

    def in_browser(
        self,
        trigger: Trigger,
        script: str,
        reads: Iterable[str] = (),
        writes: Iterable[str] = (),
        **mode: Unpack[EventMode],
    ) -> Dependency:
        """Has `script`, a function of JavaScript, answer an event in the browser alone.

        It takes an object with the values of `reads` by name, and gives back one with those of `writes` that change.
        """
        reads, writes = tuple(reads), tuple(writes)
        both = (*reads, *(name for name in writes if name not in reads))
        js = _gradio_script(script, both, writes)
        return trigger(None, self.pick(both), self.pick(writes) or None, js=js, **mode)


class Page(Named):
    """Every component that something happens to, by name, and the blocks that hold them; what a painting is asked for
    with are the fields of `ui.form.form.Form`, and `source`."""

    def __init__(self, blocks: gr.Blocks, components: Mapping[str, Block]) -> None:
        super().__init__(components)
        self.blocks = blocks


class _Outlet:
    """From updates by name to what Gradio takes."""

    def __init__(self, named: Named, writes: tuple[str, ...]) -> None:
        self._named = named
        self._writes = writes

    def __call__(self, updates: Updates | None) -> dict[Block, object] | None:
        """Raises KeyError for a name that the handler did not say it would write."""
        unknown = set(updates or ()) - set(self._writes)
        if unknown:
            raise KeyError(f"not among what this handler writes: {', '.join(sorted(unknown))}")
        if not self._writes:
            return None
        # Gradio takes an empty dictionary for a value.
        given = updates or {self._writes[0]: gr.skip()}
        return {cast(Block, self._named[name]): value for name, value in given.items()}


def _gradio_handler(handler: Handler, reads: tuple[str, ...], outlet: _Outlet) -> Handler:
    """`handler` as Gradio calls it: with values in the order of `reads`."""
    wanted = [name for name in ("owner", "event") if name in inspect.signature(handler).parameters]

    def call(given: tuple[object, ...]) -> object:
        extras = dict(zip(wanted, given[len(reads) :], strict=True))
        if "owner" in extras:
            extras["owner"] = owner_of(cast(gr.Request, extras["owner"]))
        if "event" in extras:
            extras["event"] = cast(gr.EventData, extras["event"])._data
        return handler(dict(zip(reads, given, strict=False)), **extras)

    called = _of_its_kind(handler, call, outlet)
    types = {"owner": gr.Request, "event": gr.EventData}
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    # Gradio finds out by the signature how many values there are, and what besides them is wanted.
    signature = inspect.Signature([inspect.Parameter(name, kind) for name in (*reads, *wanted)])
    name = getattr(handler, "__name__", None) or getattr(getattr(handler, "func", None), "__name__", "handler")
    described = cast(FunctionType, called)
    described.__signature__ = signature  # type: ignore[attr-defined]  # which functions may have
    described.__annotations__ = {name: types[name] for name in wanted}
    # Gradio offers the names of private handlers to its public functions too, and the first one there has it.
    described.__name__ = f"on_{name}"
    return called


# `call` gives back what the handler does: updates, or a promise or a stream of them, hence Any.
def _of_its_kind(handler: Handler, call: Callable[[tuple[object, ...]], Any], outlet: _Outlet) -> Handler:
    """A function of the kind of `handler`: it answers, is awaited, or answers again and again."""
    inner = getattr(handler, "func", handler)
    returns = str(inspect.signature(inner).return_annotation)
    if inspect.isasyncgenfunction(inner) or returns.startswith(("AsyncGenerator", "AsyncIterator")):

        async def stream(*given: object) -> AsyncGenerator[object, None]:
            # `aclosing`: a visitor who leaves is noticed at once, through every generator in between.
            async with aclosing(call(given)) as answers:
                async for updates in answers:
                    yield outlet(updates)

        return stream
    if inspect.iscoroutinefunction(inner):

        async def wait(*given: object) -> object:
            return outlet(await call(given))

        return wait
    return lambda *given: outlet(call(given))


def _gradio_script(script: str, reads: tuple[str, ...], writes: tuple[str, ...]) -> str:
    """`script` as Gradio calls it in the browser: values in the order of `reads` come in, those of `writes` go out."""
    return f"""async (...given) => {{
  const reads = {list(reads)}, writes = {list(writes)};
  const values = Object.fromEntries(reads.map((name, index) => [name, given[index]]));
  const updates = {{ ...values, ...((await ({script})(values)) ?? {{}}) }};
  return writes.map((name) => updates[name]);
}}"""
