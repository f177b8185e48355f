"""What goes into a prompt besides the person's words and the style's: that there is a photo, or what was left open.

It goes behind the person's words and inside the style's, so that settings that come back are still of that style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.models.spec import ModelSpec, World
from pipeline.request import MAX_PROMPT_CHARS
from ui.form.style_mix import Share

By: TypeAlias = Literal["", "style", "seed", "photo"]
ENDS = (",", ".", ";", ":", "!", "?")
BARE = World(words=frozenset(), level=0)
OF_STYLE = ("style",)  # what a style card settles, whatever its words


@dataclass(frozen=True, kw_only=True)
class Added:
    """`clauses` go behind the words; `left_open` are the names of what a seed that is not drawn yet will choose."""

    by: By = ""
    clauses: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()

    def behind(self, words: str) -> str:
        """What is put behind `words`: after a comma, unless they end in a mark of their own."""
        if not self.clauses:
            return ""
        return (" " if words.endswith(ENDS) else ", ") + ", ".join(self.clauses)


def added_to(
    words: str, shares: Sequence[Share], spec: ModelSpec, *, photo: bool, fill_in: bool, seed: int | None
) -> Added:
    """What is added to the person's words in these styles. Nothing where there are none: that is painted without words.

    shares: the heaviest first, whose final prompt says what is open for all of them.
    photo: whether it starts from one, which then says what words leave open. seed: None where it is not drawn yet.
    """
    prompt, world, added = shares[0].apply(words), spec.world or BARE, Added()
    settled = OF_STYLE if any(share.preset for share in shares) else ()
    if photo:
        mark = world.of_photo
        added = Added(by="photo", clauses=(mark,)) if mark and mark not in prompt.lower() else added
    elif fill_in and seed is None:
        still_open = world.open_details.left_open(prompt, settled)
        added = Added(by="seed", left_open=tuple(each.name for each in still_open))
    elif fill_in and seed is not None:
        added = Added(by="seed", clauses=world.open_details.chosen(prompt, seed, settled))
    fits = len(prompt) + len(added.behind(words.strip())) <= MAX_PROMPT_CHARS
    return added if fits and prompt.strip() else Added()


def pieces_of(share: Share, words: str, added: Added) -> list[tuple[str, By]]:
    """Each part of the final prompt and what put it there; the person's own words have ""."""
    said = words.strip()
    behind = added.behind(said)
    inside = bool(said and behind)
    pieces: list[tuple[str, By]] = []
    for piece in share.pieces(said + behind if inside else words):
        if piece.added or not inside:
            pieces.append((piece.text, "style" if piece.added else ""))
        else:
            pieces += [(said, ""), (behind, added.by)]
    return pieces if inside or not behind else [*pieces, (behind, added.by)]


def final_prompt(share: Share, words: str, added: Added) -> str:
    """What the model reads in this style."""
    return "".join(text for text, _ in pieces_of(share, words, added))
