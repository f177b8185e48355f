"""The ways in which people say things outside of captions, for each attribute: `training.words.prompts` puts them
together.

`{n}` stands for one of the attribute's words in `training.words.caption_phrases`, `{colour}` and `{thing}` for what is
worn.
`TAGS` stand by themselves between commas; `TAILS` go on behind a noun ("a fox that smiles"); `SENTENCES` say it of
something that has been named ("it smiles").
"""

from __future__ import annotations

# What a picture is called, with its article where it has one, and the word that names its style.
STYLE_NOUNS: dict[str, tuple[str, ...]] = {
    "manga": ("a manga drawing", "a manga picture", "a manga page", "an anime picture", "a manga illustration"),
    "mascot": ("a game mascot", "a sega mascot", "a mascot", "a video game character", "a sega-style character"),
    "photo": ("a photo", "a photograph", "a realistic photo", "a real photo", "a realistic picture"),
    "pixel": ("pixel art", "an 8-bit picture", "a pixel sprite", "an 8-bit sprite", "a pixel art picture"),
    "watercolour": ("a watercolour", "a watercolor", "a watercolour painting", "a watercolour picture"),
    "neon": ("a cyberpunk picture", "a neon picture", "a neon illustration", "a cyberpunk drawing"),
    "pencil": ("a pencil drawing", "a pencil sketch", "a sketch", "a graphite drawing", "a drawing in pencil"),
    "sticker": ("a sticker", "a die-cut sticker", "a vinyl sticker", "a sticker design"),
}
STYLE_NAMES: dict[str, tuple[str, ...]] = {
    "manga": ("manga", "anime", "manga style"),
    "mascot": ("mascot", "game mascot", "sega", "sega mascot", "video game"),
    "photo": ("photo", "photorealistic", "realistic", "photograph"),
    "pixel": ("pixel art", "8-bit", "pixel", "pixels"),
    "watercolour": ("watercolour", "watercolor", "watercolours"),
    "neon": ("cyberpunk", "neon", "neon cyberpunk"),
    "pencil": ("pencil", "pencil sketch", "sketch", "graphite", "pencil drawing"),
    "sticker": ("sticker", "die-cut sticker", "stickers"),
}
STYLE_TAGS = ("{s}", "{s} style", "style: {s}", "in {s} style", "{s} look", "in the style of {s}", "as {s}", "like {s}")
STYLE_SENTENCES = (
    "the style is {s}", "make it {a}", "I want it as {a}", "it should be {a}", "do it as {a}", "it is {a}",
    "{s} style please", "let it look like {a}", "everything as {a}", "turn it into {a}", "the picture is {a}",
    "use the {s} style",
)  # fmt: skip
# Before the noun: "draw me a sticker of ...". `{p}` is one of STYLE_NOUNS.
OPENERS = (
    "{p} of", "{p} of", "{p} showing", "{p} with", "draw me {p} of", "can you draw {p} of", "I would like {p} of",
    "make {p} of", "paint {p} with", "show me {p} of", "let us have {p} of", "how about {p} of", "we need {p} of",
    "{p}:", "{p},", "{p} -", "can I have {p} with", "create {p} of", "{p} that shows", "imagine {p} of",
)  # fmt: skip
# Where the style is said elsewhere.
BARE_OPENERS = (
    "",
    "",
    "",
    "",
    "",
    "draw",
    "paint",
    "show me",
    "here is",
    "imagine",
    "can you make",
    "this is",
    "we see",
)
COURTESIES = ("please", "thanks", "thank you", "for my friend", "that would be great", "if you can", "for a shirt")

ARTICLES = ("a", "a", "a", "the", "my", "our", "this", "one", "some", "")
COAT_TAGS = ("{n} fur", "{n}", "fur: {n}", "{n} all over", "fur in {n}", "{n} coloured")
COAT_TAILS = (
    "with {n} fur", "whose fur is {n}", "that is {n}", "which is {n}", "that has {n} fur", "in {n}", "who has {n} fur",
)  # fmt: skip
COAT_SENTENCES = (
    "its fur is {n}", "it is {n}", "the fur is {n}", "it has {n} fur", "the {animal} is {n}", "colour the {animal} {n}",
    "the fur should be {n}", "make the {animal} {n}", "fur that is {n}",
)  # fmt: skip

PATTERN_BEFORE: dict[str, tuple[str, ...]] = {
    "patches": ("spotted", "patched"),
    "stripes": ("striped", "tabby"),
    "tuxedo": ("tuxedo",),
}
PATTERN_NOUNS: dict[str, tuple[str, ...]] = {
    "patches": ("spots", "patches", "{patch} spots", "{patch} patches", "some {patch} patches", "big {patch} spots"),
    "stripes": ("stripes", "tabby stripes", "dark stripes", "a tabby pattern", "striped fur"),
    "tuxedo": ("a white chest", "a white bib", "a tuxedo", "a tuxedo pattern", "a chest that is white"),
}
PATTERN_TAGS: dict[str, tuple[str, ...]] = {
    "patches": ("spotted", "patched", "{patch} spots", "{patch} patches", "spots", "patches"),
    "stripes": ("striped", "tabby", "stripes", "tabby stripes", "striped fur"),
    "tuxedo": ("tuxedo", "white chest", "white bib", "tuxedo fur"),
}
PATTERN_TAILS = ("with {n}", "that has {n}", "who has {n}", "showing {n}", "having {n}", "which has {n}")
PATTERN_SENTENCES = ("it has {n}", "there are {n} on its fur", "its fur has {n}", "give it {n}", "and {n} on it")

EYE_TAGS = ("{n} eyes", "eyes: {n}", "{n} eyes", "eyes in {n}", "eyes {n}", "{n}-eyed", "big {n} eyes")
EYE_TAILS = (
    "with {n} eyes", "whose eyes are {n}", "that has {n} eyes", "with eyes that are {n}", "and {n} eyes",
    "looking with {n} eyes", "who has big {n} eyes", "having {n} eyes",
)  # fmt: skip
EYE_SENTENCES = (
    "its eyes are {n}", "the eyes are {n}", "it has {n} eyes", "the eyes should be {n}", "give it {n} eyes",
    "eyes of {n}", "make the eyes {n}", "I like {n} eyes", "it looks at you with {n} eyes",
)  # fmt: skip

# `{a}` is the thing with colour and article; glasses are many.
ONE, MANY, PAIRS = ("is", "it"), ("are", "they"), ("", "a pair of ")
WORN_TAGS = (
    "{colour} {thing}", "{a}", "{thing}: {colour}", "{thing} in {colour}", "{thing} ({colour})", "plus {a}", "and {a}",
    "{thing} {colour}", "{colour} {thing} on",
)  # fmt: skip
WORN_TAILS = (
    "with {a}", "wearing {a}", "that has {a} on", "in {a}", "who wears {a}", "with {a} on", "dressed in {a}",
    "which wears {a}", "having {a}", "with {some} {thing} that {be} {colour}", "with {a}, of course",
)  # fmt: skip
WORN_SENTENCES = (
    "it has {a} on", "it is wearing {a}", "its {thing} {be} {colour}", "the {thing} {be} {colour}", "give it {a}",
    "put {a} on it", "it wears {some} {thing} and {they} {be} {colour}", "and {a} too", "add {a}", "it got {a}",
    "the {thing} should be {colour}", "there is {a} on the {animal}", "it comes with {a}",
    "it likes its {colour} {thing}",
)  # fmt: skip

POSE_TAGS: dict[str, tuple[str, ...]] = {
    "portrait": ("close up", "portrait", "just the face", "head only", "face and shoulders", "from close by", "face"),
    "sitting": ("sits", "sitting there", "seated", "sitting on the floor", "sitting down", "sitting pose"),
    "running": ("runs", "running along", "on the run", "mid run", "runs fast", "dashes", "running pose"),
}
POSE_TAILS: dict[str, tuple[str, ...]] = {
    "portrait": ("in a portrait", "seen close up", "in close-up", "of which we see the head and shoulders"),
    "sitting": ("that is sitting", "sitting there", "who sits", "that sits down", "which is seated", "as it sits"),
    "running": ("that is running", "that runs", "who runs fast", "while it runs", "as it dashes by", "which runs"),
}
POSE_SENTENCES: dict[str, tuple[str, ...]] = {
    "portrait": ("it is a portrait", "show the face close up", "I want its head and shoulders", "only the face"),
    "sitting": ("it is sitting", "it sits there", "it should sit", "it is seated", "let it sit down"),
    "running": ("it is running", "it runs", "it dashes along", "it should be running", "let it run"),
}
EXPRESSION_BEFORE: dict[str, tuple[str, ...]] = {
    "smiling": ("smiling", "happy"),
    "open mouth": ("laughing",),
    "sleepy": ("sleepy", "drowsy"),
    "winking": ("winking",),
    "neutral": ("calm", "serious"),
}
EXPRESSION_TAGS: dict[str, tuple[str, ...]] = {
    "smiling": ("smiles", "big smile", "smiling face", "happy", "a happy smile", "smile"),
    "open mouth": ("laughs", "mouth open", "laugh", "mouth wide open", "laughing face"),
    "sleepy": ("tired", "sleepy face", "sleepy look", "eyes half closed", "drowsy look"),
    "winking": ("wink", "winks", "one eye closed", "a wink", "winking face"),
    "neutral": ("calm look", "serious face", "no smile but calm", "neutral", "calm face", "looks serious"),
}
EXPRESSION_TAILS: dict[str, tuple[str, ...]] = {
    "smiling": ("that smiles", "who is smiling", "with a big smile", "that looks happy", "which is smiling"),
    "open mouth": ("that laughs", "who is laughing", "with its mouth wide open", "which has its mouth open"),
    "sleepy": ("that looks sleepy", "who is sleepy", "which is drowsy", "that is about to fall asleep"),
    "winking": ("that winks", "who is winking", "giving a wink", "which winks with one eye"),
    "neutral": ("that looks serious", "who is calm", "with a serious look", "which looks calm"),
}
EXPRESSION_SENTENCES: dict[str, tuple[str, ...]] = {
    "smiling": ("it smiles", "it is smiling", "it has a smile", "it looks happy", "let it smile"),
    "open mouth": ("it laughs", "it is laughing", "its mouth is open", "the mouth is wide open", "let it laugh"),
    "sleepy": ("it looks sleepy", "it is sleepy", "it is drowsy", "its eyes are half closed", "it is a sleepy one"),
    "winking": ("it winks", "it winks at us", "it gives a wink", "one eye is closed", "let it wink"),
    "neutral": ("it looks serious", "it is calm", "it stays calm", "it has a serious look", "it is a calm one"),
}
GROUND_TAGS = (
    "{n} background", "background: {n}", "on {n}", "{n} backdrop", "background in {n}", "background {n}", "{n} behind",
)  # fmt: skip
GROUND_TAILS = (
    "on {n}", "on a {n} background", "with {n} behind it", "with a {n} background", "before a {n} wall",
    "in front of {n}", "on a plain {n} backdrop", "against {n}",
)  # fmt: skip
GROUND_SENTENCES = (
    "the background is {n}", "the background should be {n}", "make the background {n}", "behind it all is {n}",
    "everything around it is {n}", "put it on {n}", "{n} as the background", "I like a {n} background",
)  # fmt: skip
PLACES: dict[str, tuple[str, ...]] = {
    "retro sunset": ("a retro sunset", "a synthwave landscape", "a striped sun", "a retrofuturistic landscape"),
    "neon city": ("a neon city", "the lights of a neon city", "a city at night", "neon city lights"),
    "night sky": ("the night sky", "stars and planets", "a starry sky", "outer space", "planets"),
    "forest": ("a forest", "trees", "the woods", "a green forest", "the trees of a forest"),
    "beach": ("a beach", "the sea", "the beach", "a sunny beach", "sand and sea"),
}
PLACE_TAGS = (
    "{n}",
    "{n} behind it",
    "background: {n}",
    "with {n}",
    "{n} in the background",
    "place: {n}",
    "{n} around it",
)
PLACE_TAILS = ("in front of {n}", "with {n} behind it", "before {n}", "near {n}", "surrounded by {n}", "at {n}")
PLACE_SENTENCES = (
    "behind it we see {n}", "behind it is {n}", "in the background {n}", "the background is {n}",
    "put it in front of {n}", "the place is {n}", "it is somewhere with {n}", "around it {n}",
)  # fmt: skip
# Before all else: "near the sea, a dog ...".
GROUND_OPENERS = ("on {n},", "{n} background:", "on a {n} backdrop")
PLACE_OPENERS = (
    "in front of {n},",
    "before {n},",
    "{n}, and",
    "with {n} behind,",
    "{n};",
    "near {n}",
    "somewhere with {n}:",
)
