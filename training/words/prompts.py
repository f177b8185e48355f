"""How people ask for a picture when they do not write captions: tags, sentences, requests, in any order.

`training.words.captions` writes clauses of one kind. What people type is freer, and a text encoder that has read
captions alone binds a colour to the wrong thing in "the scarf should be pink". This grammar knows no flourishes; it
says the same scene in three manners: tags between commas, one noun with everything behind it, and sentence after
sentence.
"""

from __future__ import annotations

import re
from dataclasses import asdict

import numpy as np

from pipeline.prompt.open_details import words_of
from training.words import prompt_phrases as w
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
from training.words.captions import Told, caption_words
from training.world import PLAIN_BACKGROUNDS, Scene, pick

STYLE_SHARE = 0.93
PLURAL = ("glasses", "spectacles")
# How often a thing is said in the words of the captions instead, and how often articles are left out.
CAPTIONED_SHARE, TELEGRAPHIC_SHARE, POLITE_SHARE = 0.2, 0.15, 0.2
DETAILS = ("coat", "pattern", "eye_colour", "accessory", "pose", "expression", "background")


def choose_told(scene: Scene, rng: np.random.Generator) -> Told:
    """What a person says of `scene` besides the animal: nearly always the style, few or many of the rest."""
    share = rng.uniform(0.1, 1.0)
    told = {"style"} if rng.random() < STYLE_SHARE else set()
    told |= {name for name in DETAILS if rng.random() < share and _has(scene, name)}
    return frozenset(told)


def say_freely(scene: Scene, told: Told, rng: np.random.Generator) -> str:
    """What is `told` of `scene`, in one of the three manners."""
    manner = (_as_tags, _as_noun, _as_sentences)[int(rng.integers(3))]
    said = manner(_Speaker(scene, told, rng))
    if rng.random() < POLITE_SHARE:
        said = f"{said}, {pick(rng, w.COURTESIES)}" if rng.random() < 0.7 else f"please {said}"
    if rng.random() < TELEGRAPHIC_SHARE:
        said = re.sub(r"\b(a|an|the|its|is|it) ", "", said)
    return re.sub(r"\s+", " ", said).strip(" ,;:-")


class _Speaker:
    """One scene, what is to be told of it, and the chance by which it is told."""

    def __init__(self, scene: Scene, told: Told, rng: np.random.Generator) -> None:
        self.scene, self.told, self.rng = scene, told, rng
        self.animal = pick(rng, ANIMAL[scene.animal])
        self.details = [name for name in DETAILS if name in told]
        rng.shuffle(self.details)

    def say(self, name: str, form: str) -> str:
        """The detail `name` as "tag", "tail" or "sentence"."""
        return _FORMS[name](self, form).format(animal=self.animal, patch=PATCH_WORD[self.scene.coat])

    def pick(self, values: tuple[str, ...]) -> str:
        return pick(self.rng, values)

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def animal_with_adjectives(self) -> str:
        """The animal with what stands before it this time: "striped grey kitten"."""
        able = [name for name in self.details if name in ("coat", "pattern", "expression", "eye_colour")]
        chosen = [name for name in able if self.chance({"coat": 0.6, "pattern": 0.45}.get(name, 0.12))]
        self.details = [name for name in self.details if name not in chosen]
        return " ".join([*(_adjective(self, name) for name in chosen), self.animal])

    def noun(self) -> str:
        """The same with an article: "my striped grey kitten"."""
        article, phrase = self.pick(w.ARTICLES), self.animal_with_adjectives()
        if article == "a" and phrase[0] in "aeiou":
            article = "an"
        return f"{article} {phrase}".strip()

    def opener(self, styled: bool) -> str:
        """What a sentence begins with: "draw me a sketch of", or "draw" where the style is said elsewhere."""
        return self.pick(w.OPENERS).format(p=_noun_of_style(self)) if styled else self.pick(w.BARE_OPENERS)


def _as_tags(speaker: _Speaker) -> str:
    noun = speaker.noun() if speaker.chance(0.6) else speaker.animal_with_adjectives()
    parts = [noun, *(speaker.say(name, "tag") for name in speaker.details)]
    if "style" in speaker.told:
        parts.append(_style(speaker, w.STYLE_TAGS))
    speaker.rng.shuffle(parts)
    joints = (", ", ", ", ", ", " and ", "; ", " / ", " + ", " ", ". ", " - ", "\n")
    joint = speaker.pick(joints)
    return "".join(part + (joint if speaker.chance(0.85) else speaker.pick(joints)) for part in parts)


def _as_noun(speaker: _Speaker) -> str:
    styled_first = "style" in speaker.told and speaker.chance(0.6)
    opener = speaker.opener(styled_first)
    if "background" in speaker.details and not styled_first and speaker.chance(0.3):
        speaker.details.remove("background")
        opener = f"{_place_first(speaker)} {opener}"
    said = f"{opener} {speaker.noun()}"
    for name in list(speaker.details):
        joint = speaker.pick((" ", " ", " ", ", ", " and "))
        said += joint + speaker.say(name, "tail")
    if "style" in speaker.told and not styled_first:
        said += speaker.pick((", ", " ", ", ")) + _style(speaker, w.STYLE_TAGS)
    return said


def _as_sentences(speaker: _Speaker) -> str:
    styled_first = "style" in speaker.told and speaker.chance(0.5)
    opener = speaker.opener(styled_first)
    said = f"{opener} {speaker.noun()}"
    if speaker.details and speaker.chance(0.4):
        said += " " + speaker.say(speaker.details.pop(), "tail")
    rest = [speaker.say(name, "sentence") for name in speaker.details]
    if "style" in speaker.told and not styled_first:
        sentence = _style(speaker, w.STYLE_SENTENCES)
        if speaker.chance(0.3):
            said = f"{sentence}{speaker.pick((': ', ', ', '. '))}{said}"
        else:
            rest.append(sentence)
    joints = (". ", ". ", ", ", " and ", "; ", ", and ", "! ")
    return said + "".join(speaker.pick(joints) + sentence for sentence in rest)


def _adjective(speaker: _Speaker, name: str) -> str:
    scene = speaker.scene
    if name == "coat":
        return speaker.pick(COAT[scene.coat])
    if name == "pattern":
        return speaker.pick(w.PATTERN_BEFORE[scene.pattern])
    if name == "eye_colour":
        return f"{speaker.pick(EYE[scene.eye_colour])}-eyed"
    return speaker.pick(w.EXPRESSION_BEFORE[scene.expression])


def _style(speaker: _Speaker, templates: tuple[str, ...]) -> str:
    name, noun = speaker.pick(w.STYLE_NAMES[speaker.scene.style]), _noun_of_style(speaker)
    return speaker.pick(templates).format(s=name, a=noun)


def _noun_of_style(speaker: _Speaker) -> str:
    return speaker.pick(w.STYLE_NOUNS[speaker.scene.style])


def _place_first(speaker: _Speaker) -> str:
    if speaker.scene.background in PLAIN_BACKGROUNDS:
        return speaker.pick(w.GROUND_OPENERS).format(n=_ground(speaker))
    return speaker.pick(w.PLACE_OPENERS).format(n=speaker.pick(w.PLACES[speaker.scene.background]))


def _ground(speaker: _Speaker) -> str:
    return speaker.pick(GROUND[speaker.scene.background])


def _say_coat(speaker: _Speaker, form: str) -> str:
    return _formed(speaker, form, w.COAT_TAGS, w.COAT_TAILS, w.COAT_SENTENCES, COAT[speaker.scene.coat])


def _say_eyes(speaker: _Speaker, form: str) -> str:
    return _formed(speaker, form, w.EYE_TAGS, w.EYE_TAILS, w.EYE_SENTENCES, EYE[speaker.scene.eye_colour])


def _say_pattern(speaker: _Speaker, form: str) -> str:
    pattern = speaker.scene.pattern
    if form == "tag":
        return speaker.pick(w.PATTERN_TAGS[pattern])
    if speaker.chance(CAPTIONED_SHARE):
        return speaker.pick(PATTERN_AFTER[pattern])
    return speaker.pick(w.PATTERN_TAILS if form == "tail" else w.PATTERN_SENTENCES).format(
        n=speaker.pick(w.PATTERN_NOUNS[pattern]).format(patch=PATCH_WORD[speaker.scene.coat])
    )


def _say_worn(speaker: _Speaker, form: str) -> str:
    thing = speaker.pick(ACCESSORY[speaker.scene.accessory])
    colour = speaker.pick(CLOTH[speaker.scene.accessory_colour])
    plural = thing.endswith(PLURAL)
    if " with " in thing:  # "a collar with a gold tag that is blue" would be a blue tag
        thing = thing.split(" with ")[0]
    some = "" if plural else "a"
    whole = f"{speaker.pick(w.PAIRS) if plural else 'a '}{colour} {thing}"
    templates = {"tag": w.WORN_TAGS, "tail": w.WORN_TAILS, "sentence": w.WORN_SENTENCES}[form]
    be, they = w.MANY if plural else w.ONE
    return speaker.pick(templates).format(
        colour=colour, thing=thing, a=whole, some=some, be=be, they=they, animal=speaker.animal
    )


def _say_pose(speaker: _Speaker, form: str) -> str:
    return _told_by(speaker, form, speaker.scene.pose, POSE, w.POSE_TAGS, w.POSE_TAILS, w.POSE_SENTENCES)


def _say_expression(speaker: _Speaker, form: str) -> str:
    tables = (w.EXPRESSION_TAGS, w.EXPRESSION_TAILS, w.EXPRESSION_SENTENCES)
    return _told_by(speaker, form, speaker.scene.expression, EXPRESSION, *tables)


def _say_background(speaker: _Speaker, form: str) -> str:
    background = speaker.scene.background
    if background in PLAIN_BACKGROUNDS:
        return _formed(speaker, form, w.GROUND_TAGS, w.GROUND_TAILS, w.GROUND_SENTENCES, GROUND[background])
    if speaker.chance(CAPTIONED_SHARE):
        return speaker.pick(SCENERY[background])
    return _formed(speaker, form, w.PLACE_TAGS, w.PLACE_TAILS, w.PLACE_SENTENCES, w.PLACES[background])


def _formed(
    speaker: _Speaker,
    form: str,
    tags: tuple[str, ...],
    tails: tuple[str, ...],
    sentences: tuple[str, ...],
    names: tuple[str, ...],
) -> str:
    templates = {"tag": tags, "tail": tails, "sentence": sentences}[form]
    return speaker.pick(templates).format(n=speaker.pick(names), animal=speaker.animal)


def _told_by(
    speaker: _Speaker,
    form: str,
    value: str,
    captioned: dict[str, tuple[str, ...]],
    tags: dict[str, tuple[str, ...]],
    tails: dict[str, tuple[str, ...]],
    sentences: dict[str, tuple[str, ...]],
) -> str:
    if form != "sentence" and speaker.chance(CAPTIONED_SHARE):
        return speaker.pick(captioned[value])
    return speaker.pick({"tag": tags, "tail": tails, "sentence": sentences}[form][value])


_FORMS = {
    "coat": _say_coat,
    "pattern": _say_pattern,
    "eye_colour": _say_eyes,
    "accessory": _say_worn,
    "pose": _say_pose,
    "expression": _say_expression,
    "background": _say_background,
}


def _has(scene: Scene, name: str) -> bool:
    """Whether there is something to be said: nobody says that there is no hat, or that fur is plain."""
    return asdict(scene)[name] not in ("none", "solid")


def known_words() -> set[str]:
    """Every lowercase word that captions have, and those that freer wordings have besides; courtesies mean nothing."""
    tables = [value for name, value in vars(w).items() if name.isupper() and name != "COURTESIES"]
    rows = [row for table in tables for row in (table.values() if isinstance(table, dict) else [table])]
    text = " ".join(phrase for row in rows for phrase in row)
    return caption_words() | set(words_of(re.sub(r"\{\w+\}", " ", text)))
