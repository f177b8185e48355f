"""The corner where styles are kept: what its buttons answer, and what is carried in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr

from presets import Preset
from tests.ui.stage.test_render import report
from ui.prompt.render import render_reading
from ui.styles.import_export import export, load, told_export, told_format
from ui.styles.render import render_cards
from ui.styles.styles import Shelf


def saved(shelf: Shelf, name: str, **more: Any) -> Any:
    return shelf.save(name, "{prompt}, wash", "", 7.5, 20, 0.6, None, **more)


def uploaded(uploads: Path, name: str, content: bytes) -> dict[str, str]:
    (uploads / name).write_bytes(content)
    return {"path": str(uploads / name), "orig_name": name}


def test_saving_over_says_so_and_is_taken_back(shelf: Shelf, ink: Preset) -> None:
    note = saved(shelf, "INK", note="mine now", tags="wash, wet")[2]
    assert (note["text"], note["tone"]) == ("Saved over “INK”.", "good")
    assert (shelf.find(ink.key) or ink).tags == ("wash", "wet")
    cards, name, told = shelf.undo(note)
    assert (name, told["text"]) == ("Ink", "“Ink” is as it was before.")
    assert shelf.find(ink.key) == ink
    assert shelf.undo(note)[2]["tone"] == "bad"


def test_saving_over_keeps_what_the_page_does_not_show(shelf: Shelf, ink: Preset) -> None:
    finish = {"lettering": {"text": "MAU"}}
    shelf.store.save(ink.model_copy(update={"finish": finish, "guidance_range": (8.0, 11.0)}), replace=True)
    saved(shelf, "Ink")
    found = shelf.find(ink.key)
    assert found is not None and (found.finish, found.guidance_range) == (finish, (7.5, 11))
    saved(shelf, "Ink", finish={"colours": 3})
    assert (shelf.find(ink.key) or ink).finish == {"colours": 3}


def test_deleting_is_taken_back_and_the_style_is_chosen_again(shelf: Shelf, ink: Preset) -> None:
    cards, name, note = shelf.delete(ink.key)
    assert (cards.value, name, shelf.store.own()) == ("", "", [])
    cards, name, _ = shelf.undo(note)
    assert (cards.value, name, shelf.store.own()) == (ink.key, "Ink", [ink])


def test_choosing_an_own_style_opens_it_for_editing_and_a_built_in_one_needs_a_new_name(
    shelf: Shelf, ink: Preset
) -> None:
    assert shelf.choose(ink.key, "x", "", "paper")[5:] == ["ink drawing of {prompt}", "Ink", "", "", "", ""]
    template, name, note, tags, author, licence = shelf.choose("manga", "x", "", "paper")[5:]
    assert (name, author, licence, tags) == ("", "Emerge", "Apache-2.0", "ink, drawing, black and white")


def test_stars_and_moves_change_the_cards_and_what_cannot_be_is_told(shelf: Shelf, ink: Preset) -> None:
    cards, note = shelf.star(ink.key, True)
    assert (cards.props["cards"][0]["key"], cards.props["cards"][0]["favourite"], note["text"]) == (ink.key, True, "")
    cards, _ = shelf.move("photo", "manga")
    assert [card["key"] for card in cards.props["cards"]][1:3] == ["photo", "manga"]
    for told in (shelf.star("nothing", True), shelf.move("nothing", ""), shelf.move(None, None), shelf.star(None, 1)):
        assert (told[0], told[1]["tone"]) == (gr.skip(), "bad")


def test_a_painted_card_is_shown_instead_of_the_picture_that_came_with_the_style(shelf: Shelf) -> None:
    shelf.store.cards.keep_thumbnails({"manga": b"jpeg"})
    manga = next(card for card in shelf.cards() if card["key"] == "manga")
    assert manga["painted"] and manga["thumbnail"].startswith("cards/manga.jpg?")
    assert shelf.thumbnail("manga") == b"jpeg"
    cards, _ = shelf.unpaint("manga")
    assert next(card for card in cards.props["cards"] if card["key"] == "manga")["thumbnail"] == "thumbnails/manga.jpg"


def test_an_import_of_several_files_tells_what_came_in_and_what_did_not(shelf: Shelf, uploads: Path) -> None:
    csv = uploaded(uploads, "a.csv", b"name,prompt\nInk,ink of {prompt}\n,x\n")
    fooocus = uploaded(uploads, "b.json", json.dumps([{"name": "INK", "prompt": "other"}]).encode())
    cards, one, note = load(shelf, [csv, fooocus])
    assert one is None
    assert note["text"] == "2 styles from AUTOMATIC1111 and Fooocus imported, 1 of them renamed, 1 left out."
    assert note["report"]["groups"] == [
        {"title": "Left out (1)", "lines": [["a.csv, line 3", "", "it has no name"]]},
        {"title": "Renamed (1)", "lines": [["b.json, entry 1", "INK", "is called “INK 2”, since its name was taken"]]},
    ]
    assert len(cards.props["cards"]) == 10
    shelf.undo(note)
    assert shelf.store.own() == []


def test_an_import_of_nothing_is_told_as_such(shelf: Shelf, uploads: Path, ink: Preset) -> None:
    again = load(shelf, [uploaded(uploads, "ink.json", ink.to_json().encode())])[2]
    assert (again["tone"], again["text"]) == ("bad", "0 styles from Emerge imported, 1 left out.")
    assert again["report"]["groups"][0]["lines"][0][2] == "the same style is here already"
    assert load(shelf, [uploaded(uploads, "x.csv", b"hello")])[2]["text"].startswith("Preset file: is no styles.csv")
    for odd in (None, [], [7] * 3, [{"path": "/etc/passwd"}], "x"):
        assert load(shelf, odd)[2]["tone"] == "bad"


def test_exports_are_the_chosen_ones_or_all_of_ones_own(shelf: Shelf, ink: Preset) -> None:
    one = export(shelf, "json", [ink.key])
    assert one is not None and one[2] == "ink.json" and json.loads(one[0])["name"] == "Ink"
    every = export(shelf, "csv", [])
    assert every is not None and every[2] == "styles.csv"
    assert every[0].decode("utf-8-sig").splitlines()[1:] == ["Ink,ink drawing of {prompt},soft fur"]
    two = export(shelf, "json", ["manga", ink.key])
    assert two is not None and len(json.loads(two[0])["presets"]) == 2
    fooocus = export(shelf, "fooocus", [ink.key])
    assert fooocus is not None and fooocus[1:] == ("application/json", "sdxl_styles_emerge.json")
    assert export(shelf, "exe", []) is None and export(shelf, "json", ["nothing"]) is None


def test_an_export_says_what_the_format_cannot_hold(shelf: Shelf, ink: Preset) -> None:
    assert told_export(shelf, "json", ink.key) == {"text": "Exported “Ink” as Emerge JSON.", "tone": "good", "undo": ""}
    note = told_export(shelf, "invoke", [{"key": ink.key, "weight": 0.7}, {"key": "manga", "weight": 0.3}])
    assert note["text"] == (
        "Exported 2 styles as InvokeAI JSON. Each goes by itself: save the mix first to export it as one style. "
        "What the file cannot hold stays here."
    )
    (group,) = note["report"]["groups"]
    assert ["", "Guidance scale, steps and strength", "of all 2"] in group["lines"]
    assert ["", "Tags", "of Manga"] in group["lines"]
    assert told_export(shelf, "csv", "")["text"].startswith("Exported “Ink” as AUTOMATIC1111 styles.csv.")


def test_an_export_of_nothing_or_into_nothing_is_told(shelf: Shelf) -> None:
    assert told_export(shelf, "json", "")["text"].startswith("Export: there are no styles of your own yet")
    for kind in ("exe", None, ["csv"]):
        assert told_export(shelf, kind, "manga")["tone"] == "bad"
        assert told_format(kind) == gr.skip()
    assert "no numbers" in told_format("csv").info


def test_a_card_says_what_it_is_found_by(shelf: Shelf, ink: Preset) -> None:
    card = next(card for card in render_cards([ink], None))
    assert (card["own"], card["favourite"], card["tags"], card["range"]) == (True, False, [], "")


def test_what_the_style_added_is_cut_from_what_the_person_wrote_also_inside_a_mark() -> None:
    found = report(("a", True, True), ("b", True, True), limit=1)
    pieces = [("x ", "style"), ("a b", ""), (" y", "style")]
    spans = render_reading("x a b y", found, pieces)["spans"]
    assert "".join(span["text"] for span in spans if span["added"]) == "x  y"
    assert "".join(span["text"] for span in spans) == "x a b y"
