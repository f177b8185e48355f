"""The corner where styles are kept: what its buttons answer, and what is carried in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from presets import Preset
from tests.ui.values import values
from ui.styles.fields import StyleFields
from ui.styles.import_export import describe_export, describe_format, export, load
from ui.styles.render import render_cards
from ui.styles.styles import DESCRIBED, Styles


def save(styles: Styles, name: str, **more: Any) -> Any:
    """The note of Save preset."""
    return styles.save(StyleFields(name=name, template="{prompt}, wash", **more))["preset_note"]


def export_note(styles: Styles, kind: Any, chosen: Any) -> Any:
    return describe_export(styles, values(export_as=kind, style=chosen))["preset_note"]


def uploaded(uploads: Path, name: str, content: bytes) -> dict[str, str]:
    (uploads / name).write_bytes(content)
    return {"path": str(uploads / name), "orig_name": name}


def test_saving_over_says_so_and_is_taken_back(styles: Styles, ink: Preset) -> None:
    note = save(styles, "INK", note="mine now", tags="wash, wet")
    assert (note["text"], note["tone"]) == ("Saved over “INK”.", "good")
    assert (styles.find(ink.key) or ink).tags == ("wash", "wet")
    undone: Any = styles.undo(note)
    assert (undone["preset_name"], undone["preset_note"]["text"]) == ("Ink", "“Ink” is as it was before.")
    assert styles.find(ink.key) == ink
    again: Any = styles.undo(note)
    assert again["preset_note"]["tone"] == "bad"


def test_saving_over_keeps_what_the_page_does_not_show(styles: Styles, ink: Preset) -> None:
    finish = {"lettering": {"text": "MAU"}}
    styles.store.save(ink.model_copy(update={"finish": finish, "guidance_range": (8.0, 11.0)}), replace=True)
    save(styles, "Ink")
    found = styles.find(ink.key)
    assert found is not None and (found.finish, found.guidance_range) == (finish, (7.5, 11))
    save(styles, "Ink", finish={"colours": 3})
    assert (styles.find(ink.key) or ink).finish == {"colours": 3}


def test_deleting_is_taken_back_and_the_style_is_chosen_again(styles: Styles, ink: Preset) -> None:
    deleted: Any = styles.delete(ink.key)
    assert (deleted["style"].value, deleted["preset_name"], styles.store.own()) == ("", "", [])
    undone: Any = styles.undo(deleted["preset_note"])
    assert (undone["style"].value, undone["preset_name"], styles.store.own()) == (ink.key, "Ink", [ink])


def test_choosing_an_own_style_opens_it_for_editing_and_a_built_in_one_needs_a_new_name(
    styles: Styles, ink: Preset
) -> None:
    own = styles.choose(ink.key, "", "paper")
    assert {name: own[name] for name in ("template", "preset_name", *DESCRIBED)} == {
        "template": "ink drawing of {prompt}", "preset_name": "Ink", **dict.fromkeys(DESCRIBED, ""),
    }  # fmt: skip
    built_in = styles.choose("manga", "", "paper")
    assert (built_in["preset_name"], built_in["style_author"], built_in["style_licence"]) == (
        "", "Emerge", "Apache-2.0",
    )  # fmt: skip
    assert built_in["style_tags"] == "ink, drawing, black and white"


def test_stars_and_moves_change_the_cards_and_what_cannot_be_is_told(styles: Styles, ink: Preset) -> None:
    starred: Any = styles.star(ink.key, True)
    first = starred["style"].props["cards"][0]
    assert (first["key"], first["favourite"], starred["preset_note"]["text"]) == (ink.key, True, "")
    moved: Any = styles.move("photo", "manga")
    assert [card["key"] for card in moved["style"].props["cards"]][1:3] == ["photo", "manga"]
    refused: Any
    for refused in (
        styles.star("nothing", True), styles.move("nothing", ""), styles.move(None, None), styles.star(None, 1)
    ):  # fmt: skip
        assert ("style" in refused, refused["preset_note"]["tone"]) == (False, "bad")


def test_a_painted_card_is_shown_instead_of_the_picture_that_came_with_the_style(styles: Styles) -> None:
    styles.store.cards.keep_thumbnails({"manga": b"jpeg"})
    manga = next(card for card in styles.cards() if card["key"] == "manga")
    assert manga["painted"] and manga["thumbnail"].startswith("cards/manga.jpg?")
    assert styles.thumbnail("manga") == b"jpeg"
    cards: Any = styles.unpaint("manga")["style"]
    assert next(card for card in cards.props["cards"] if card["key"] == "manga")["thumbnail"] == "thumbnails/manga.jpg"


def test_an_import_of_several_files_tells_what_came_in_and_what_did_not(styles: Styles, uploads: Path) -> None:
    csv = uploaded(uploads, "a.csv", b"name,prompt\nInk,ink of {prompt}\n,x\n")
    fooocus = uploaded(uploads, "b.json", json.dumps([{"name": "INK", "prompt": "other"}]).encode())
    cards, one, note = load(styles, [csv, fooocus])
    assert cards is not None and one is None
    assert note["text"] == "2 styles from AUTOMATIC1111 and Fooocus imported, 1 of them renamed, 1 left out."
    assert note["report"]["groups"] == [
        {"title": "Left out (1)", "lines": [["a.csv, line 3", "", "it has no name"]]},
        {"title": "Renamed (1)", "lines": [["b.json, entry 1", "INK", "is called “INK 2”, since its name was taken"]]},
    ]
    assert len(cards.props["cards"]) == 10
    styles.undo(note)
    assert styles.store.own() == []


def test_an_import_of_nothing_is_told_as_such(styles: Styles, uploads: Path, ink: Preset) -> None:
    again = load(styles, [uploaded(uploads, "ink.json", ink.to_json().encode())])[2]
    assert (again["tone"], again["text"]) == ("bad", "0 styles from Emerge imported, 1 left out.")
    assert again["report"]["groups"][0]["lines"][0][2] == "the same style is here already"
    assert load(styles, [uploaded(uploads, "x.csv", b"hello")])[2]["text"].startswith("Preset file: is no styles.csv")
    for odd in (None, [], [7] * 3, [{"path": "/etc/passwd"}], "x"):
        assert load(styles, odd)[2]["tone"] == "bad"


def test_exports_are_the_chosen_ones_or_all_of_ones_own(styles: Styles, ink: Preset) -> None:
    one = export(styles, "json", [ink.key])
    assert one is not None and one[2] == "ink.json" and json.loads(one[0])["name"] == "Ink"
    every = export(styles, "csv", [])
    assert every is not None and every[2] == "styles.csv"
    assert every[0].decode("utf-8-sig").splitlines()[1:] == ["Ink,ink drawing of {prompt},soft fur"]
    two = export(styles, "json", ["manga", ink.key])
    assert two is not None and len(json.loads(two[0])["presets"]) == 2
    fooocus = export(styles, "fooocus", [ink.key])
    assert fooocus is not None and fooocus[1:] == ("application/json", "sdxl_styles_emerge.json")
    assert export(styles, "exe", []) is None and export(styles, "json", ["nothing"]) is None


def test_an_export_says_what_the_format_cannot_hold(styles: Styles, ink: Preset) -> None:
    assert export_note(styles, "json", ink.key) == {
        "text": "Exported “Ink” as Emerge JSON.",
        "tone": "good",
        "undo": "",
    }
    note = export_note(styles, "invoke", [{"key": ink.key, "weight": 0.7}, {"key": "manga", "weight": 0.3}])
    assert note["text"] == (
        "Exported 2 styles as InvokeAI JSON. Each goes by itself: save the mix first to export it as one style. "
        "What the file cannot hold stays here."
    )
    (group,) = note["report"]["groups"]
    assert ["", "Guidance scale, steps and strength", "of all 2"] in group["lines"]
    assert ["", "Tags", "of Manga"] in group["lines"]
    assert export_note(styles, "csv", "")["text"].startswith("Exported “Ink” as AUTOMATIC1111 styles.csv.")


def test_an_export_of_nothing_or_into_nothing_is_told(styles: Styles) -> None:
    assert export_note(styles, "json", "")["text"].startswith("Export: there are no styles of your own yet")
    for kind in ("exe", None, ["csv"]):
        assert export_note(styles, kind, "manga")["tone"] == "bad"
        assert describe_format(values(export_as=kind)) == {}
    csv: Any = describe_format(values(export_as="csv"))["export_as"]
    assert "no numbers" in csv.info


def test_a_card_says_what_it_is_found_by(styles: Styles, ink: Preset) -> None:
    card = next(card for card in render_cards([ink], None))
    assert (card["own"], card["favourite"], card["tags"], card["range"]) == (True, False, [], "")


def test_choosing_a_style_keeps_a_negative_prompt_that_the_person_wrote(styles: Styles, ink: Preset) -> None:
    assert styles.choose(ink.key, "", "paper")["negative_prompt"] == ink.negative_prompt
    assert "negative_prompt" not in styles.choose(ink.key, "my own words", "paper")
    assert styles.choose("watercolour", ink.negative_prompt, "paper")["negative_prompt"] == ""


def test_what_goes_wrong_while_saving_a_preset_is_told(styles: Styles) -> None:
    refused: Any = styles.save(StyleFields(name=""))
    assert "style" not in refused and "preset_name" not in refused
    note = refused["preset_note"]
    assert (note["tone"], note["text"].split(":")[0]) == ("bad", "Preset name")
    refused = styles.save(StyleFields(name="Manga"))
    assert "comes with Emerge" in refused["preset_note"]["text"]
    for refused in (styles.delete("manga"), styles.rename("", "x")):
        assert refused["preset_note"]["tone"] == "bad"
    assert load(styles, [{"path": "/etc/passwd"}])[2]["text"] == "Preset file: not an uploaded file."
