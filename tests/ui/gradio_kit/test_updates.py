"""Handlers are told values by name and answer by name, whatever kind of function they are."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from ui.gradio_kit.updates import Named, Updates, Values


@pytest.fixture
def named() -> Named:
    components: Any = {name: object() for name in ("prompt", "seed", "note")}
    return Named(components)


def heard(named: Named, handler: Any, reads: tuple[str, ...], writes: tuple[str, ...]) -> Any:
    """The function that Gradio gets."""
    took: dict[str, Any] = {}

    def trigger(fn: Any, inputs: Any, outputs: Any, **mode: Any) -> None:
        took.update(fn=fn, inputs=inputs, outputs=outputs)

    named.on(trigger, handler, reads, writes)
    assert took["inputs"] == named.pick(reads)
    return took["fn"]


def test_values_come_and_updates_go_by_name(named: Named) -> None:
    def handler(values: Values) -> Updates:
        return {"note": f"{values['prompt']} {values['seed']}"}

    told = heard(named, handler, ("prompt", "seed"), ("note", "seed"))("a cat", 7)
    assert told == {named["note"]: "a cat 7"}


def test_no_update_leaves_everything_as_it_is(named: Named) -> None:
    assert heard(named, lambda values: {}, ("prompt",), ("note",))("a cat") == {named["note"]: gr.skip()}
    assert heard(named, lambda values: None, ("prompt",), ())("a cat") is None


def test_a_name_that_a_handler_did_not_say_it_writes_is_a_bug_that_is_named(named: Named) -> None:
    with pytest.raises(KeyError, match="seed"):
        heard(named, lambda values: {"seed": 1}, ("prompt",), ("note",))("a cat")


def test_owner_and_what_an_event_carries_come_where_a_handler_asks_for_them(named: Named) -> None:
    def handler(forms: str, values: Values, owner: str, event: dict[str, Any]) -> Updates:
        return {"note": f"{forms} {owner} {event['key']}"}

    function = heard(named, partial(handler, "forms"), ("prompt",), ("note",))
    assert list(inspect.signature(function).parameters) == ["prompt", "owner", "event"]
    request: Any = SimpleNamespace(headers={}, session_hash="me")
    told = function("a cat", request, SimpleNamespace(_data={"key": "manga"}))
    assert told == {named["note"]: "forms session-me manga"}


def test_a_handler_that_answers_again_and_again_stays_one(named: Named) -> None:
    async def handler(values: Values) -> AsyncIterator[Updates]:
        for seed in (1, 2):
            yield {"seed": seed}

    function = heard(named, handler, ("prompt",), ("seed",))
    assert inspect.isasyncgenfunction(function)

    async def collect() -> list[Any]:
        return [update async for update in function("a cat")]

    assert asyncio.run(collect()) == [{named["seed"]: 1}, {named["seed"]: 2}]


def test_a_handler_that_is_awaited_stays_one(named: Named) -> None:
    async def handler(values: Values) -> Updates:
        return {"seed": 3}

    function = heard(named, handler, (), ("seed",))
    assert inspect.iscoroutinefunction(function)
    assert asyncio.run(function()) == {named["seed"]: 3}
