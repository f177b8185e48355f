"""Captions: a scene in words.

A grammar with synonyms, shuffled clauses and flourishes, so that the model hears many wordings of the same picture.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np

from pipeline.prompt.open_details import words_of
from training.subject import SUBJECT, Subject
from training.words.caption_phrases import (
    ACCESSORY,
    ADJECTIVES,
    ANIMAL,
    ANY_FLOURISH,
    CLOTH,
    COAT,
    EXPRESSION,
    EYE,
    EYES,
    FLOURISHES,
    GROUND,
    PATCH_WORD,
    PATTERN_AFTER,
    PATTERN_BEFORE,
    PLAIN_GROUND,
    POSE,
    SCENERY,
    STYLE_AFTER,
    STYLE_BEFORE,
    WEARING,
)
from training.world import SURROUNDINGS, Scene, pick, shows_subject

# Names of `Scene`'s fields that a text mentions; a colour is mentioned with what is worn.
Details: TypeAlias = frozenset[str]
ALL_DETAILS: Details = frozenset(
    ("style", "coat", "pattern", "eye_colour", "accessory", "pose", "expression", "background")
)

PARTIAL_SHARE = 0.15
EMPTY_SHARE = 0.10
SHORT_SHARE = 0.5
# Of drawings and not of pairs alone, so that few words do not mean a face that fills the picture, as they do in pairs.
BRIEF_SHARE = 0.5
# Of captions of restyled photos and of no others: what lies around an animal in a photo belongs to them.
PHOTO_CLAUSE = "as in the photo"


def describe_scene(scene: Scene) -> str:
    """The canonical caption: every attribute once, in a fixed order and wording."""
    return describe_details(scene, ALL_DETAILS)


def describe_details(scene: Scene, details: Details) -> str:
    """The canonical caption with what is not in `details` (names of `Scene`'s fields) left out; the animal never is."""
    subject = _article(f"{scene.coat} {scene.animal}" if "coat" in details else scene.animal)
    if "style" in details:
        subject = f"{STYLE_BEFORE[scene.style][0]} {subject}"
    if "pattern" in details and scene.pattern != "solid":
        subject += " " + PATTERN_AFTER[scene.pattern][0].format(patch=PATCH_WORD[scene.coat])
    parts = [subject]
    if "eye_colour" in details:
        parts.append(f"{EYE[scene.eye_colour][0]} eyes")
    if "accessory" in details and scene.accessory != "none":
        parts.append(f"wearing {_garment(scene.accessory_colour, scene.accessory)}")
    parts += [POSE[scene.pose][0]] if "pose" in details else []
    parts += [EXPRESSION[scene.expression][0]] if "expression" in details else []
    if "background" in details:
        plain = scene.background in GROUND
        parts.append(PLAIN_GROUND[0].format(g=scene.background) if plain else SCENERY[scene.background][0])
    return ", ".join(parts)


def caption_scene(scene: Scene, rng: np.random.Generator, partial: bool = True) -> str:
    """A random wording. With `partial`, some captions leave attributes out, and some are empty, for guidance."""
    if partial and rng.random() < EMPTY_SHARE:
        return ""
    leaves_out = partial and rng.random() < PARTIAL_SHARE
    return _compose(scene, rng, [not leaves_out or rng.random() < 0.5 for _ in range(6)])


def caption_briefly(scene: Scene, rng: np.random.Generator) -> str:
    """What people write at first: the style and the animal, seldom how it looks."""
    if rng.random() < EMPTY_SHARE:
        return ""
    share = 0.0 if rng.random() < SHORT_SHARE else 0.5
    return _compose(scene, rng, [*(rng.random() < share for _ in range(5)), True])


def caption_drawing(scene: Scene, rng: np.random.Generator) -> str:
    """A caption as the denoiser learns it: partial now and then, and often of style and animal alone."""
    return caption_briefly(scene, rng) if rng.random() < BRIEF_SHARE else caption_scene(scene, rng)


def caption_restyle(scene: Scene, rng: np.random.Generator) -> str:
    """What people write beside a photo, and that there is one; an empty caption stays empty."""
    caption = caption_briefly(scene, rng)
    return f"{caption}, {PHOTO_CLAUSE}" if caption else ""


def _compose(scene: Scene, rng: np.random.Generator, includes: list[bool]) -> str:
    """`includes`: whether coat, pattern, eyes, accessory, pose with expression, and style are in it."""
    style = pick(rng, STYLE_BEFORE[scene.style]) if includes[5] and rng.random() < 0.6 else ""
    # "manga white cat", but "manga drawing of a white cat".
    takes_article = not style or style.endswith((" of", ","))
    subject = _subject(scene, rng, includes, takes_article and rng.random() < 0.8)
    clauses = _clauses(scene, rng, includes)
    rng.shuffle(clauses)
    if includes[5] and not style:
        clauses.append(pick(rng, STYLE_AFTER[scene.style]))
    return _join(f"{style} {subject}".strip(), clauses, rng)


def _subject(scene: Scene, rng: np.random.Generator, includes: list[bool], takes_article: bool) -> str:
    """The noun with its nearest words: "a cute ginger tabby cat"."""
    if shows_subject(scene) and rng.random() < 0.35:
        return pick(rng, subject_names(SUBJECT))
    words = [pick(rng, ADJECTIVES)] if rng.random() < 0.2 else []
    words += [pick(rng, COAT[scene.coat])] if includes[0] else []
    pattern_first = includes[1] and rng.random() < 0.5
    words += [pick(rng, PATTERN_BEFORE[scene.pattern])] if pattern_first else []
    phrase = " ".join(word for word in [*words, pick(rng, ANIMAL[scene.animal])] if word)
    phrase = _article(phrase) if takes_article else phrase
    if includes[1] and not pattern_first and scene.pattern in PATTERN_AFTER:
        phrase += " " + pick(rng, PATTERN_AFTER[scene.pattern]).format(patch=PATCH_WORD[scene.coat])
    return phrase


def subject_names(subject: Subject) -> tuple[str, ...]:
    """How captions call the animal that has a name: "mau", "mau the cat", "mau, a white cat with black patches ..."."""
    look = _article(f"{subject.coat} {subject.animal}")
    parts = [text.format(patch=PATCH_WORD[subject.coat]) for text in PATTERN_AFTER.get(subject.pattern, ())[:1]]
    if subject.accessory != "none":
        parts.append(f"{'and' if parts else 'with'} {_garment(subject.accessory_colour, subject.accessory)}")
    return subject.name, f"{subject.name} the {subject.animal}", " ".join([f"{subject.name}, {look}", *parts])


def _clauses(scene: Scene, rng: np.random.Generator, includes: list[bool]) -> list[str]:
    """The clauses that may stand in any order."""
    clauses: list[str] = []
    if includes[2]:
        clauses.append(pick(rng, EYES).format(eye=pick(rng, EYE[scene.eye_colour])))
    if includes[3] and scene.accessory != "none":
        garment = _garment(pick(rng, CLOTH[scene.accessory_colour]), pick(rng, ACCESSORY[scene.accessory]))
        clauses.append(pick(rng, WEARING).format(a=garment))
    if includes[4]:
        clauses.append(pick(rng, POSE[scene.pose]))
        clauses.append(pick(rng, EXPRESSION[scene.expression]))
    if scene.background != SURROUNDINGS and rng.random() < (0.9 if includes[4] else 0.5):
        clauses.append(_background(scene, rng))
    if rng.random() < 0.35:
        pool = FLOURISHES[scene.style] if rng.random() < 0.7 else ANY_FLOURISH
        clauses.append(pick(rng, pool))
    if scene.expression in ("smiling", "open mouth", "neutral") and rng.random() < 0.12:
        clauses.append("with large expressive eyes")
    return clauses


def _background(scene: Scene, rng: np.random.Generator) -> str:
    if scene.background in GROUND:
        return pick(rng, PLAIN_GROUND).format(g=pick(rng, GROUND[scene.background]))
    return pick(rng, SCENERY[scene.background])


def _join(caption: str, clauses: list[str], rng: np.random.Generator) -> str:
    """Commas, or "and" between two clauses that start with "with"."""
    for clause in clauses:
        if clause.startswith("with ") and caption.split(", ")[-1].find(" with ") >= 0 and rng.random() < 0.6:
            caption += " and " + clause.removeprefix("with ")
        elif clause.startswith(("with ", "wearing ", "in ", "on ")) and rng.random() < 0.6:
            caption += " " + clause
        else:
            caption += ", " + clause
    return re.sub(r",+", ",", caption)


def _garment(colour: str, noun: str) -> str:
    plural = noun.endswith(("glasses", "spectacles"))
    return f"{colour} {noun}" if plural else _article(f"{colour} {noun}")


def _article(phrase: str) -> str:
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def caption_words() -> set[str]:
    """Every lowercase word that the grammar can emit."""
    by_style = (STYLE_BEFORE, STYLE_AFTER, FLOURISHES)
    by_look = (ANIMAL, COAT, PATTERN_BEFORE, PATTERN_AFTER, EYE, CLOTH, ACCESSORY, POSE, EXPRESSION)
    tables: tuple[dict[str, tuple[str, ...]], ...] = (*by_style, *by_look, GROUND, SCENERY)
    phrases = [phrase for table in tables for values in table.values() for phrase in values]
    phrases += [*ANY_FLOURISH, *ADJECTIVES, *EYES, *WEARING, *PLAIN_GROUND, *PATCH_WORD.values()]
    text = " ".join([*phrases, PHOTO_CLAUSE, *subject_names(SUBJECT), "a an and"])
    return set(words_of(re.sub(r"\{\w+\}", " ", text)))
