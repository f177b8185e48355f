"""The words of the captions: for each attribute value, the ways in which people say it."""

from __future__ import annotations

STYLE_BEFORE: dict[str, tuple[str, ...]] = {
    "manga": (
        "manga-style illustration of",
        "manga drawing of",
        "manga",
        "manga style",
        "anime style",
        "black and white manga panel of",
    ),
    "mascot": (
        "sega-style mascot of",
        "game mascot of",
        "sega-style game character,",
        "video game mascot of",
        "mascot of",
    ),
    "photo": ("photo of", "realistic photograph of", "photorealistic", "detailed photo of", "photograph of"),
    "pixel": ("pixel art of", "8-bit", "pixel art sprite of", "retro pixel art", "pixel-art"),
    "watercolour": (
        "watercolour painting of",
        "watercolor painting of",
        "watercolour of",
        "watercolor",
        "loose watercolour of",
    ),
    "neon": (
        "cyberpunk neon",
        "neon cyberpunk illustration of",
        "cyberpunk",
        "cyberpunk-style illustration of",
        "neon illustration of",
    ),
    "pencil": (
        "pencil sketch of",
        "pencil drawing of",
        "graphite sketch of",
        "hand-drawn pencil sketch of",
        "sketch of",
    ),
    "sticker": ("sticker of", "die-cut sticker of", "cute sticker of", "vinyl sticker of", "sticker design of"),
}
STYLE_AFTER: dict[str, tuple[str, ...]] = {
    "manga": ("drawn as manga", "in manga style", "manga style", "as a manga illustration", "anime style"),
    "mascot": ("in the style of a sega mascot", "sega-style mascot", "as a game mascot", "sega style"),
    "photo": ("realistic photo", "photorealistic", "as a photograph", "photo"),
    "pixel": ("pixel art", "in 8-bit style", "as pixel art", "8-bit sprite"),
    "watercolour": ("watercolour", "watercolor painting", "painted in watercolour", "in watercolor"),
    "neon": ("cyberpunk neon style", "in neon cyberpunk style", "cyberpunk", "neon lights"),
    "pencil": ("pencil sketch", "drawn in pencil", "as a pencil drawing", "graphite on paper"),
    "sticker": ("sticker", "as a sticker", "die-cut sticker", "sticker style"),
}
FLOURISHES: dict[str, tuple[str, ...]] = {
    "manga": ("screentone", "speed lines", "ink lines", "bold ink", "expressive", "with large expressive eyes"),
    "mascot": (
        "thick outlines",
        "vivid colours",
        "vivid colors",
        "bold outlines",
        "dynamic pose",
        "flat colours",
        "with gloves and sneakers",
    ),
    "photo": ("soft light", "bokeh", "detailed fur", "soft fur", "highly detailed", "shallow depth of field"),
    "pixel": ("retro game", "limited palette", "16-bit", "low resolution", "blocky pixels"),
    "watercolour": ("soft washes", "soft edges", "paper texture", "delicate", "loose brush strokes"),
    "neon": ("glowing lines", "glowing", "neon lights", "dark", "magenta and cyan", "futuristic"),
    "pencil": ("hatching", "graphite", "paper texture", "hand drawn", "fine lines"),
    "sticker": ("white border", "die-cut", "simple shading", "flat colours", "clean lines"),
}
ANY_FLOURISH = ("cute", "adorable", "charming", "kawaii", "high quality", "highly detailed")
ADJECTIVES = ("cute", "little", "fluffy", "adorable", "pretty")
ANIMAL: dict[str, tuple[str, ...]] = {
    "cat": ("cat", "cat", "cat", "kitty", "kitten", "feline"),
    "fox": ("fox", "fox", "little fox"),
    "dog": ("dog", "dog", "puppy"),
    "rabbit": ("rabbit", "rabbit", "bunny"),
}
COAT: dict[str, tuple[str, ...]] = {
    "white": ("white", "snow white"),
    "black": ("black", "jet black"),
    "orange": ("orange", "ginger"),
    "grey": ("grey", "gray"),
    "cream": ("cream", "cream coloured", "beige"),
    "brown": ("brown", "chocolate brown"),
}
# What patches and stripes look like on each coat is fixed by training/drawings/colours.py.
PATCH_WORD = {
    "white": "black",
    "black": "white",
    "orange": "white",
    "grey": "white",
    "cream": "brown",
    "brown": "cream",
}
PATTERN_BEFORE: dict[str, tuple[str, ...]] = {
    "solid": ("", "", "solid"),
    "patches": ("patched", "spotted"),
    "stripes": ("striped", "tabby"),
    "tuxedo": ("tuxedo",),
}
PATTERN_AFTER: dict[str, tuple[str, ...]] = {
    "patches": ("with {patch} patches", "with {patch} spots", "with patches"),
    "stripes": ("with stripes", "with tabby stripes", "with dark stripes"),
    "tuxedo": ("with a white chest", "with a white bib", "with a white chest and paws"),
}
EYE: dict[str, tuple[str, ...]] = {
    "green": ("green", "emerald"),
    "blue": ("blue", "bright blue"),
    "amber": ("amber", "yellow", "golden"),
    "purple": ("purple", "violet"),
}
EYES = ("with {eye} eyes", "with big {eye} eyes", "with large {eye} eyes", "{eye} eyes", "{eye}-eyed")
CLOTH: dict[str, tuple[str, ...]] = {
    "pink": ("pink", "rosy"),
    "red": ("red", "crimson"),
    "blue": ("blue",),
    "green": ("green",),
    "yellow": ("yellow",),
    "purple": ("purple", "violet"),
}
ACCESSORY: dict[str, tuple[str, ...]] = {
    "scarf": ("scarf", "scarf", "knitted scarf"),
    "bow": ("bow", "ribbon bow", "hair bow"),
    "collar": ("collar", "collar with a gold tag"),
    "hat": ("hat", "hat"),
    "glasses": ("glasses", "round glasses", "spectacles"),
}
WEARING = ("with {a}", "wearing {a}", "in {a}")
POSE: dict[str, tuple[str, ...]] = {
    "portrait": ("portrait", "close-up portrait", "close-up", "head and shoulders", "face"),
    "sitting": ("sitting", "seated", "sitting down", "full body, sitting"),
    "running": ("running", "running fast", "dashing", "in full run"),
}
EXPRESSION: dict[str, tuple[str, ...]] = {
    "smiling": ("smiling", "with a smile", "happy smile"),
    "open mouth": ("with an open mouth", "open mouth", "laughing", "with its mouth open"),
    "sleepy": ("sleepy", "half-closed eyes", "drowsy", "with sleepy eyes"),
    "winking": ("winking", "with a wink", "winking one eye"),
    "neutral": ("neutral expression", "calm", "serious"),
}
GROUND: dict[str, tuple[str, ...]] = {
    "white": ("white",),
    "grey": ("grey", "gray"),
    "pink": ("pink", "rosy"),
    "yellow": ("yellow",),
    "light blue": ("light blue", "sky blue", "blue"),
    "mint": ("mint", "mint green", "green"),
    "purple": ("purple", "lavender"),
    "navy": ("navy", "dark blue", "dark"),
}
PLAIN_GROUND = ("on a {g} background", "{g} background", "plain {g} background", "against a {g} background")
SCENERY: dict[str, tuple[str, ...]] = {
    "retro sunset": (
        "in a retrofuturistic landscape",
        "retrofuturistic landscape with a striped sun and mountains",
        "synthwave landscape, striped sun, grid",
        "retro sunset background",
    ),
    "neon city": ("in a neon city", "in a neon city at night", "city lights background", "neon city background"),
    "night sky": (
        "under a night sky with planets",
        "starry night sky background",
        "in space with stars and planets",
        "night sky",
    ),
    "forest": ("in a forest", "in a green forest", "forest background", "among trees"),
    "beach": ("on a beach", "at the beach", "by the sea", "sunny beach background"),
}
