"""Two hundred prompts written by hand, apart from the caption grammar, each with the attributes that it asks for.

The first eighty are our own: fifty are of cats, thirty of everything that the model knows, as whole sentences and with
words that no caption has ("please", "there is", "it wears"). The rest is `training.words.paraphrases_by_others`. What
they ask for is said in words that captions use too: what a word means that the model never saw is `UNKNOWN_WORDS`'
question.
"""

from __future__ import annotations

from training.subject import SUBJECT
from training.words.paraphrases_by_others import PARAPHRASES_BY_OTHERS
from training.world import look_of

OWN_PARAPHRASES: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "manga-style illustration of a white cat with large expressive eyes and a pink scarf",
        {"style": "manga", "coat": "white", "accessory": "scarf", "accessory_colour": "pink"},
    ),
    ("kitty with a rosy scarf, drawn as manga", {"style": "manga", "accessory": "scarf", "accessory_colour": "pink"}),
    ("a manga kitten, jet black, running", {"style": "manga", "coat": "black", "pose": "running"}),
    ("ginger cat with green eyes in manga style", {"style": "manga", "coat": "orange", "eye_colour": "green"}),
    ("black and white ink manga, grey tabby cat", {"style": "manga", "coat": "grey", "pattern": "stripes"}),
    ("manga cat, brown fur, winking at you", {"style": "manga", "coat": "brown", "expression": "winking"}),
    ("my orange cat as a game mascot", {"style": "mascot", "coat": "orange"}),
    ("Sega-style mascot, a white cat that is running fast", {"style": "mascot", "coat": "white", "pose": "running"}),
    (
        "video game mascot, grey kitty with a red scarf",
        {"style": "mascot", "coat": "grey", "accessory": "scarf", "accessory_colour": "red"},
    ),
    ("a black cat mascot with thick outlines and vivid colours", {"style": "mascot", "coat": "black"}),
    (
        "brown tuxedo cat, sega style, smiling",
        {"style": "mascot", "coat": "brown", "pattern": "tuxedo", "expression": "smiling"},
    ),
    ("game mascot of a cream cat with blue eyes", {"style": "mascot", "coat": "cream", "eye_colour": "blue"}),
    ("photo of a ginger kitten", {"style": "photo", "coat": "orange"}),
    ("a realistic photo, white cat sitting", {"style": "photo", "coat": "white", "pose": "sitting"}),
    (
        "close-up photo of a black cat with yellow eyes",
        {"style": "photo", "coat": "black", "eye_colour": "amber", "pose": "portrait"},
    ),
    ("photograph of my grey striped cat", {"style": "photo", "coat": "grey", "pattern": "stripes"}),
    ("photorealistic brown cat, soft light", {"style": "photo", "coat": "brown"}),
    ("photo, cream coloured kitty, pink background", {"style": "photo", "coat": "cream", "background": "pink"}),
    ("8-bit white cat", {"style": "pixel", "coat": "white"}),
    ("pixel art of an orange tabby", {"style": "pixel", "coat": "orange", "pattern": "stripes"}),
    (
        "retro pixel art, black kitty with a blue collar",
        {"style": "pixel", "coat": "black", "accessory": "collar", "accessory_colour": "blue"},
    ),
    ("a pixel-art sprite: grey cat, sitting down", {"style": "pixel", "coat": "grey", "pose": "sitting"}),
    ("brown kitten in 8-bit style, yellow background", {"style": "pixel", "coat": "brown", "background": "yellow"}),
    ("pixel art cat, beige, in full run", {"style": "pixel", "coat": "cream", "pose": "running"}),
    (
        "watercolour of a white cat with a purple bow",
        {"style": "watercolour", "coat": "white", "accessory": "bow", "accessory_colour": "purple"},
    ),
    ("watercolor ginger cat, smiling", {"style": "watercolour", "coat": "orange", "expression": "smiling"}),
    ("loose watercolour, black cat portrait", {"style": "watercolour", "coat": "black", "pose": "portrait"}),
    ("gray kitty painted in watercolor", {"style": "watercolour", "coat": "grey"}),
    ("soft watercolour painting, sleepy brown cat", {"style": "watercolour", "coat": "brown", "expression": "sleepy"}),
    (
        "a cream cat, mint green background, watercolour",
        {"style": "watercolour", "coat": "cream", "background": "mint"},
    ),
    ("cyberpunk black cat with glowing lines", {"style": "neon", "coat": "black"}),
    ("neon cyberpunk kitty, white fur, purple background", {"style": "neon", "coat": "white", "background": "purple"}),
    ("orange cat, cyberpunk, neon lights", {"style": "neon", "coat": "orange"}),
    ("futuristic neon portrait of a grey cat", {"style": "neon", "coat": "grey", "pose": "portrait"}),
    ("cyberpunk brown cat running", {"style": "neon", "coat": "brown", "pose": "running"}),
    ("neon style cream kitten with violet eyes", {"style": "neon", "coat": "cream", "eye_colour": "purple"}),
    ("pencil sketch, white kitty", {"style": "pencil", "coat": "white"}),
    ("hand drawn pencil cat, ginger with stripes", {"style": "pencil", "coat": "orange", "pattern": "stripes"}),
    ("graphite drawing of a black cat, seated", {"style": "pencil", "coat": "black", "pose": "sitting"}),
    ("sketch of a grey tuxedo cat", {"style": "pencil", "coat": "grey", "pattern": "tuxedo"}),
    ("a brown cat drawn in pencil, laughing", {"style": "pencil", "coat": "brown", "expression": "open mouth"}),
    (
        "pencil drawing: beige cat wearing a green scarf",
        {"style": "pencil", "coat": "cream", "accessory": "scarf", "accessory_colour": "green"},
    ),
    ("cute sticker, white cat with black patches", {"style": "sticker", "coat": "white", "pattern": "patches"}),
    ("die-cut sticker of a ginger kitty winking", {"style": "sticker", "coat": "orange", "expression": "winking"}),
    (
        "black kitten sticker with a pink bow",
        {"style": "sticker", "coat": "black", "accessory": "bow", "accessory_colour": "pink"},
    ),
    ("sticker: grey cat, sky blue background", {"style": "sticker", "coat": "grey", "background": "light blue"}),
    ("vinyl sticker, chocolate brown cat, sitting", {"style": "sticker", "coat": "brown", "pose": "sitting"}),
    ("cream cat as a sticker, amber eyes", {"style": "sticker", "coat": "cream", "eye_colour": "amber"}),
    (f"{SUBJECT.name} as a sticker", {"style": "sticker", "coat": SUBJECT.coat, "pattern": SUBJECT.pattern}),
    (
        f"{SUBJECT.name} drawn as manga",
        {"style": "manga", **{name: value for name, value in look_of(SUBJECT).items() if name != "animal"}},
    ),
    (
        "I want a sticker of my puppy: brown, with a red hat",
        {"style": "sticker", "animal": "dog", "coat": "brown", "accessory": "hat", "accessory_colour": "red"},
    ),
    (
        "there is a fox on the beach, please paint it in watercolour",
        {"style": "watercolour", "animal": "fox", "background": "beach"},
    ),
    (
        "could this rabbit be white, have blue eyes and look like manga?",
        {"style": "manga", "animal": "rabbit", "coat": "white", "eye_colour": "blue"},
    ),
    (
        "pixel art, please: one grey bunny that sits in a forest",
        {"style": "pixel", "animal": "rabbit", "coat": "grey", "background": "forest"},
    ),
    (
        "neon city behind a black dog, cyberpunk",
        {"style": "neon", "animal": "dog", "coat": "black", "background": "neon city"},
    ),
    (
        "draw with a pencil: a fox, its glasses are round and yellow",
        {"style": "pencil", "animal": "fox", "accessory": "glasses", "accessory_colour": "yellow"},
    ),
    (
        "under the stars and planets of a night sky sits a cream cat, as a game mascot",
        {"style": "mascot", "animal": "cat", "coat": "cream", "background": "night sky"},
    ),
    (
        "photo of the dog, orange fur, green collar",
        {"style": "photo", "animal": "dog", "coat": "orange", "accessory": "collar", "accessory_colour": "green"},
    ),
    (
        "white bunny, running, and the background is pink, sticker",
        {"style": "sticker", "animal": "rabbit", "coat": "white", "pose": "running", "background": "pink"},
    ),
    ("make a sega mascot out of a fox with violet eyes", {"style": "mascot", "animal": "fox", "eye_colour": "purple"}),
    (
        "it is winking, it is a brown rabbit, it is drawn as manga",
        {"style": "manga", "animal": "rabbit", "coat": "brown", "expression": "winking"},
    ),
    (
        "synthwave sun and grid behind an orange kitty, 8-bit",
        {"style": "pixel", "animal": "cat", "coat": "orange", "background": "retro sunset"},
    ),
    (
        "watercolor, by the sea, a grey puppy",
        {"style": "watercolour", "animal": "dog", "coat": "grey", "background": "beach"},
    ),
    (
        "purple hat on a black cat, pencil on paper",
        {"style": "pencil", "animal": "cat", "coat": "black", "accessory": "hat", "accessory_colour": "purple"},
    ),
    (
        "a dog's face up close, laughing, realistic",
        {"style": "photo", "animal": "dog", "pose": "portrait", "expression": "open mouth"},
    ),
    (
        "cyberpunk fox, mint background, sleepy",
        {"style": "neon", "animal": "fox", "background": "mint", "expression": "sleepy"},
    ),
    (
        "blue scarf, cream fur, a rabbit, and all of it as a die-cut sticker",
        {"style": "sticker", "animal": "rabbit", "coat": "cream", "accessory": "scarf", "accessory_colour": "blue"},
    ),
    (
        "among trees, manga, a cat that wears pink glasses",
        {"style": "manga", "animal": "cat", "accessory": "glasses", "accessory_colour": "pink", "background": "forest"},
    ),
    (
        "a serious brown dog for a video game, amber eyes",
        {"style": "mascot", "animal": "dog", "coat": "brown", "eye_colour": "amber", "expression": "neutral"},
    ),
    ("full body, seated, white fox, photo", {"style": "photo", "animal": "fox", "coat": "white", "pose": "sitting"}),
    (
        "8-bit puppy on navy, red bow",
        {"style": "pixel", "animal": "dog", "background": "navy", "accessory": "bow", "accessory_colour": "red"},
    ),
    (
        "spots on a white bunny, in watercolour",
        {"style": "watercolour", "animal": "rabbit", "coat": "white", "pattern": "patches"},
    ),
    (
        "neon lights, tabby dog, green eyes",
        {"style": "neon", "animal": "dog", "pattern": "stripes", "eye_colour": "green"},
    ),
    ("sketch: tuxedo bunny, black", {"style": "pencil", "animal": "rabbit", "coat": "black", "pattern": "tuxedo"}),
    (
        "give me the head and shoulders of an orange fox as a vinyl sticker",
        {"style": "sticker", "animal": "fox", "coat": "orange", "pose": "portrait"},
    ),
    (
        "in space with stars, a grey rabbit dashing, manga",
        {"style": "manga", "animal": "rabbit", "coat": "grey", "pose": "running", "background": "night sky"},
    ),
    (
        "mascot for a game, cat, yellow hat, smiling at the beach",
        {
            "style": "mascot",
            "animal": "cat",
            "accessory": "hat",
            "accessory_colour": "yellow",
            "expression": "smiling",
            "background": "beach",
        },
    ),
    (
        "a photo, and in it a striped cream fox in a forest",
        {"style": "photo", "animal": "fox", "coat": "cream", "pattern": "stripes", "background": "forest"},
    ),
    (
        "pixel-art bunny whose eyes are green, on lavender",
        {"style": "pixel", "animal": "rabbit", "eye_colour": "green", "background": "purple"},
    ),
    (
        "dog with spectacles, blue ones, loose watercolour, its fur is white",
        {"style": "watercolour", "animal": "dog", "coat": "white", "accessory": "glasses", "accessory_colour": "blue"},
    ),
)

PARAPHRASES = (*OWN_PARAPHRASES, *PARAPHRASES_BY_OTHERS)

# Words that people write and no caption has; each is put behind a prompt to see what it spoils.
UNKNOWN_WORDS = (
    "masterpiece", "steampunk", "majestic", "trending on artstation", "octane render", "tilt shift", "baroque",
    "fluffy clouds", "in the rain", "riding a bicycle", "wearing boots", "holding a sword",
)  # fmt: skip
