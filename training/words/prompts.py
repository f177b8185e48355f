"""How people ask for a picture when they do not write captions: tags, sentences, requests, in any order.

`training.words.captions` writes clauses of one kind. What people type is freer, and a text encoder that has read
captions alone binds a colour to the wrong thing in "the scarf should be pink". This grammar knows no flourishes; it
words the same scene in three manners: tags between commas, one noun with everything behind it, and sentence after
sentence.
"""

from __future__ import annotations

import re
from dataclasses import asdict

import numpy as np

from pipeline.prompt.open_details import words_of
from training.words import prompt_phrases as phrases
from training.words.caption_phrases import (
    ACCESSORY,
    ANIMAL,
    CLOTH,
    COAT,
    EXPRESSION,
    EYE,
    GROUND,
    PATCH_WORD,
    PATTERN_AFTER,
    POSE,
    SCENERY,
)
from training.words.captions import Details, caption_words
from training.world import PLAIN_BACKGROUNDS, Scene, pick

STYLE_SHARE = 0.93
PLURAL = ("glasses", "spectacles")
# How often a detail is in the words of the captions instead, and how often articles are left out.
CAPTIONED_SHARE, TELEGRAPHIC_SHARE, POLITE_SHARE = 0.2, 0.15, 0.2
DETAILS_BUT_STYLE = ("coat", "pattern", "eye_colour", "accessory", "pose", "expression", "background")


def choose_details(scene: Scene, rng: np.random.Generator) -> Details:
    """What a person says of `scene` besides the animal: nearly always the style, few or many of the rest."""
    share = rng.uniform(0.1, 1.0)
    details = {"style"} if rng.random() < STYLE_SHARE else set()
    details |= {name for name in DETAILS_BUT_STYLE if rng.random() < share and _is_worth_saying(scene, name)}
    return frozenset(details)


def write_prompt(scene: Scene, details: Details, rng: np.random.Generator) -> str:
    """`details` of `scene`, in one of the three manners."""
    manner = (_as_tags, _as_noun, _as_sentences)[int(rng.integers(3))]
    text = manner(_PromptWriter(scene, details, rng))
    if rng.random() < POLITE_SHARE:
        text = f"{text}, {pick(rng, phrases.COURTESIES)}" if rng.random() < 0.7 else f"please {text}"
    if rng.random() < TELEGRAPHIC_SHARE:
        text = re.sub(r"\b(a|an|the|its|is|it) ", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:-")


class _PromptWriter:
    """One scene, the details to mention, those that are not in the text yet (`remaining`), and the chance."""

    def __init__(self, scene: Scene, details: Details, rng: np.random.Generator) -> None:
        self.scene, self.details, self.rng = scene, details, rng
        self.animal = pick(rng, ANIMAL[scene.animal])
        self.remaining = [name for name in DETAILS_BUT_STYLE if name in details]
        rng.shuffle(self.remaining)

    def phrase(self, name: str, form: str) -> str:
        """The detail `name` as "tag", "tail" or "sentence"."""
        return _PHRASE_OF[name](self, form).format(animal=self.animal, patch=PATCH_WORD[self.scene.coat])

    def pick(self, values: tuple[str, ...]) -> str:
        return pick(self.rng, values)

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def animal_with_adjectives(self) -> str:
        """The animal with what stands before it this time: "striped grey kitten"."""
        candidates = [name for name in self.remaining if name in ("coat", "pattern", "expression", "eye_colour")]
        adjectives = [name for name in candidates if self.chance({"coat": 0.6, "pattern": 0.45}.get(name, 0.12))]
        self.remaining = [name for name in self.remaining if name not in adjectives]
        return " ".join([*(_adjective(self, name) for name in adjectives), self.animal])

    def noun(self) -> str:
        """The same with an article: "my striped grey kitten"."""
        article, phrase = self.pick(phrases.ARTICLES), self.animal_with_adjectives()
        if article == "a" and phrase[0] in "aeiou":
            article = "an"
        return f"{article} {phrase}".strip()

    def opener(self, styled: bool) -> str:
        """What a sentence begins with: "draw me a sketch of", or "draw" where the style is said elsewhere."""
        return self.pick(phrases.OPENERS).format(p=_style_noun(self)) if styled else self.pick(phrases.BARE_OPENERS)


def _as_tags(writer: _PromptWriter) -> str:
    noun = writer.noun() if writer.chance(0.6) else writer.animal_with_adjectives()
    parts = [noun, *(writer.phrase(name, "tag") for name in writer.remaining)]
    if "style" in writer.details:
        parts.append(_style(writer, phrases.STYLE_TAGS))
    writer.rng.shuffle(parts)
    joints = (", ", ", ", ", ", " and ", "; ", " / ", " + ", " ", ". ", " - ", "\n")
    joint = writer.pick(joints)
    return "".join(part + (joint if writer.chance(0.85) else writer.pick(joints)) for part in parts)


def _as_noun(writer: _PromptWriter) -> str:
    styled_first = "style" in writer.details and writer.chance(0.6)
    opener = writer.opener(styled_first)
    if "background" in writer.remaining and not styled_first and writer.chance(0.3):
        writer.remaining.remove("background")
        opener = f"{_place_opener(writer)} {opener}"
    text = f"{opener} {writer.noun()}"
    for name in list(writer.remaining):
        joint = writer.pick((" ", " ", " ", ", ", " and "))
        text += joint + writer.phrase(name, "tail")
    if "style" in writer.details and not styled_first:
        text += writer.pick((", ", " ", ", ")) + _style(writer, phrases.STYLE_TAGS)
    return text


def _as_sentences(writer: _PromptWriter) -> str:
    styled_first = "style" in writer.details and writer.chance(0.5)
    opener = writer.opener(styled_first)
    text = f"{opener} {writer.noun()}"
    if writer.remaining and writer.chance(0.4):
        text += " " + writer.phrase(writer.remaining.pop(), "tail")
    rest = [writer.phrase(name, "sentence") for name in writer.remaining]
    if "style" in writer.details and not styled_first:
        sentence = _style(writer, phrases.STYLE_SENTENCES)
        if writer.chance(0.3):
            text = f"{sentence}{writer.pick((': ', ', ', '. '))}{text}"
        else:
            rest.append(sentence)
    joints = (". ", ". ", ", ", " and ", "; ", ", and ", "! ")
    return text + "".join(writer.pick(joints) + sentence for sentence in rest)


def _adjective(writer: _PromptWriter, name: str) -> str:
    scene = writer.scene
    if name == "coat":
        return writer.pick(COAT[scene.coat])
    if name == "pattern":
        return writer.pick(phrases.PATTERN_BEFORE[scene.pattern])
    if name == "eye_colour":
        return f"{writer.pick(EYE[scene.eye_colour])}-eyed"
    return writer.pick(phrases.EXPRESSION_BEFORE[scene.expression])


def _style(writer: _PromptWriter, templates: tuple[str, ...]) -> str:
    name, noun = writer.pick(phrases.STYLE_NAMES[writer.scene.style]), _style_noun(writer)
    return writer.pick(templates).format(s=name, a=noun)


def _style_noun(writer: _PromptWriter) -> str:
    return writer.pick(phrases.STYLE_NOUNS[writer.scene.style])


def _place_opener(writer: _PromptWriter) -> str:
    if writer.scene.background in PLAIN_BACKGROUNDS:
        return writer.pick(phrases.GROUND_OPENERS).format(n=_ground(writer))
    return writer.pick(phrases.PLACE_OPENERS).format(n=writer.pick(phrases.PLACES[writer.scene.background]))


def _ground(writer: _PromptWriter) -> str:
    return writer.pick(GROUND[writer.scene.background])


def _phrase_coat(writer: _PromptWriter, form: str) -> str:
    return _from_templates(
        writer, form, phrases.COAT_TAGS, phrases.COAT_TAILS, phrases.COAT_SENTENCES, COAT[writer.scene.coat]
    )


def _phrase_eyes(writer: _PromptWriter, form: str) -> str:
    return _from_templates(
        writer, form, phrases.EYE_TAGS, phrases.EYE_TAILS, phrases.EYE_SENTENCES, EYE[writer.scene.eye_colour]
    )


def _phrase_pattern(writer: _PromptWriter, form: str) -> str:
    pattern = writer.scene.pattern
    if form == "tag":
        return writer.pick(phrases.PATTERN_TAGS[pattern])
    if writer.chance(CAPTIONED_SHARE):
        return writer.pick(PATTERN_AFTER[pattern])
    return writer.pick(phrases.PATTERN_TAILS if form == "tail" else phrases.PATTERN_SENTENCES).format(
        n=writer.pick(phrases.PATTERN_NOUNS[pattern]).format(patch=PATCH_WORD[writer.scene.coat])
    )


def _phrase_accessory(writer: _PromptWriter, form: str) -> str:
    thing = writer.pick(ACCESSORY[writer.scene.accessory])
    colour = writer.pick(CLOTH[writer.scene.accessory_colour])
    plural = thing.endswith(PLURAL)
    if " with " in thing:  # "a collar with a gold tag that is blue" would be a blue tag
        thing = thing.split(" with ")[0]
    some = "" if plural else "a"
    whole = f"{writer.pick(phrases.PAIRS) if plural else 'a '}{colour} {thing}"
    templates = {"tag": phrases.WORN_TAGS, "tail": phrases.WORN_TAILS, "sentence": phrases.WORN_SENTENCES}[form]
    be, they = phrases.MANY if plural else phrases.ONE
    return writer.pick(templates).format(
        colour=colour, thing=thing, a=whole, some=some, be=be, they=they, animal=writer.animal
    )


def _phrase_pose(writer: _PromptWriter, form: str) -> str:
    return _from_tables(
        writer, form, writer.scene.pose, POSE, phrases.POSE_TAGS, phrases.POSE_TAILS, phrases.POSE_SENTENCES
    )


def _phrase_expression(writer: _PromptWriter, form: str) -> str:
    tables = (phrases.EXPRESSION_TAGS, phrases.EXPRESSION_TAILS, phrases.EXPRESSION_SENTENCES)
    return _from_tables(writer, form, writer.scene.expression, EXPRESSION, *tables)


def _phrase_background(writer: _PromptWriter, form: str) -> str:
    background = writer.scene.background
    if background in PLAIN_BACKGROUNDS:
        return _from_templates(
            writer, form, phrases.GROUND_TAGS, phrases.GROUND_TAILS, phrases.GROUND_SENTENCES, GROUND[background]
        )
    if writer.chance(CAPTIONED_SHARE):
        return writer.pick(SCENERY[background])
    return _from_templates(
        writer, form, phrases.PLACE_TAGS, phrases.PLACE_TAILS, phrases.PLACE_SENTENCES, phrases.PLACES[background]
    )


def _from_templates(
    writer: _PromptWriter,
    form: str,
    tags: tuple[str, ...],
    tails: tuple[str, ...],
    sentences: tuple[str, ...],
    names: tuple[str, ...],
) -> str:
    templates = {"tag": tags, "tail": tails, "sentence": sentences}[form]
    return writer.pick(templates).format(n=writer.pick(names), animal=writer.animal)


def _from_tables(
    writer: _PromptWriter,
    form: str,
    value: str,
    captioned: dict[str, tuple[str, ...]],
    tags: dict[str, tuple[str, ...]],
    tails: dict[str, tuple[str, ...]],
    sentences: dict[str, tuple[str, ...]],
) -> str:
    if form != "sentence" and writer.chance(CAPTIONED_SHARE):
        return writer.pick(captioned[value])
    return writer.pick({"tag": tags, "tail": tails, "sentence": sentences}[form][value])


_PHRASE_OF = {
    "coat": _phrase_coat,
    "pattern": _phrase_pattern,
    "eye_colour": _phrase_eyes,
    "accessory": _phrase_accessory,
    "pose": _phrase_pose,
    "expression": _phrase_expression,
    "background": _phrase_background,
}


def _is_worth_saying(scene: Scene, name: str) -> bool:
    """Whether there is something to be said: nobody says that there is no hat, or that fur is plain."""
    return asdict(scene)[name] not in ("none", "solid")


def known_words() -> set[str]:
    """Every lowercase word that captions have, and those that freer wordings have besides; courtesies mean nothing."""
    tables = [value for name, value in vars(phrases).items() if name.isupper() and name != "COURTESIES"]
    rows = [row for table in tables for row in (table.values() if isinstance(table, dict) else [table])]
    text = " ".join(phrase for row in rows for phrase in row)
    return caption_words() | set(words_of(re.sub(r"\{\w+\}", " ", text)))
