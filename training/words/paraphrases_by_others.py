"""A hundred and twenty prompts by someone who had read neither the captions nor `training.words.prompts`, nor any other
prompt.

They knew what can be shown and which words for it the model has met, and wrote as many different people might.
"""

from __future__ import annotations

PARAPHRASES_BY_OTHERS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Could you make me a manga picture of a white cat that is winking?",
        {"style": "manga", "animal": "cat", "coat": "white", "expression": "winking"},
    ),
    (
        "anime kitty, violet eyes, pink bow",
        {"style": "manga", "animal": "cat", "eye_colour": "purple", "accessory": "bow", "accessory_colour": "pink"},
    ),
    (
        "I'd love a sleepy grey tabby cat in anime style against a lavender background, please",
        {
            "style": "manga",
            "animal": "cat",
            "coat": "grey",
            "pattern": "stripes",
            "expression": "sleepy",
            "background": "purple",
        },
    ),
    (
        "There is a kitten seated in a forest. It should look like something out of a manga and have amber eyes.",
        {"style": "manga", "animal": "cat", "eye_colour": "amber", "pose": "sitting", "background": "forest"},
    ),
    ("fox running in manga", {"style": "manga", "animal": "fox", "pose": "running"}),
    (
        "Show an orange fox whose scarf is blue, the way an anime would show it",
        {"style": "manga", "animal": "fox", "coat": "orange", "accessory": "scarf", "accessory_colour": "blue"},
    ),
    (
        "What would a laughing fox under a night sky full of stars look like as manga?",
        {"style": "manga", "animal": "fox", "expression": "open mouth", "background": "night sky"},
    ),
    (
        "Fox face, close-up, manga, emerald eyes, mint behind it",
        {"style": "manga", "animal": "fox", "eye_colour": "green", "pose": "portrait", "background": "mint"},
    ),
    (
        "my dog is chocolate brown, has a green collar on, and I really want to see him as an anime character",
        {"style": "manga", "animal": "dog", "coat": "brown", "accessory": "collar", "accessory_colour": "green"},
    ),
    (
        "a puppy on the beach, smiling, anime please",
        {"style": "manga", "animal": "dog", "expression": "smiling", "background": "beach"},
    ),
    (
        "In manga style, some spotted dog with a calm look",
        {"style": "manga", "animal": "dog", "pattern": "patches", "expression": "neutral"},
    ),
    (
        "black tuxedo dog wearing round red glasses, anime",
        {
            "style": "manga",
            "animal": "dog",
            "coat": "black",
            "pattern": "tuxedo",
            "accessory": "glasses",
            "accessory_colour": "red",
        },
    ),
    (
        "Bunny that's dashing through neon city lights, drawn as an anime",
        {"style": "manga", "animal": "rabbit", "pose": "running", "background": "neon city"},
    ),
    (
        "A cream rabbit is sitting on a plain yellow background; the look should be manga",
        {"style": "manga", "animal": "rabbit", "coat": "cream", "pose": "sitting", "background": "yellow"},
    ),
    (
        "give the rabbit a purple hat and blue eyes and make it anime",
        {"style": "manga", "animal": "rabbit", "eye_colour": "blue", "accessory": "hat", "accessory_colour": "purple"},
    ),
    (
        "Sega-style mascot cat, jet black, running fast",
        {"style": "mascot", "animal": "cat", "coat": "black", "pose": "running"},
    ),
    (
        "I need a game mascot for my team: a kitty with a yellow bow who is smiling",
        {"style": "mascot", "animal": "cat", "accessory": "bow", "accessory_colour": "yellow", "expression": "smiling"},
    ),
    (
        "a ginger kitten with stripes, like a Sega game mascot, in front of a navy background",
        {"style": "mascot", "animal": "cat", "coat": "orange", "pattern": "stripes", "background": "navy"},
    ),
    (
        "Can I get a cat mascot? Its eyes should be golden and its collar crimson.",
        {"style": "mascot", "animal": "cat", "eye_colour": "amber", "accessory": "collar", "accessory_colour": "red"},
    ),
    (
        "mascot, fox, sky blue background, winking",
        {"style": "mascot", "animal": "fox", "expression": "winking", "background": "light blue"},
    ),
    (
        "Please design a white fox as the mascot of a game, its eyes violet",
        {"style": "mascot", "animal": "fox", "coat": "white", "eye_colour": "purple"},
    ),
    (
        "fox who wears green glasses, game mascot look, happy",
        {
            "style": "mascot",
            "animal": "fox",
            "accessory": "glasses",
            "accessory_colour": "green",
            "expression": "smiling",
        },
    ),
    (
        "Imagine a retrofuturistic landscape with a synthwave sun, and in front of it a fox mascot from a "
        "Sega game dashing along",
        {"style": "mascot", "animal": "fox", "pose": "running", "background": "retro sunset"},
    ),
    (
        "a puppy mascot, beige, laughing with its mouth open",
        {"style": "mascot", "animal": "dog", "coat": "cream", "expression": "open mouth"},
    ),
    (
        "Dog for a Sega game. Mascot style. Seated, blue hat.",
        {"style": "mascot", "animal": "dog", "accessory": "hat", "accessory_colour": "blue", "pose": "sitting"},
    ),
    (
        "the head and shoulders of a brown dog, made into a game mascot",
        {"style": "mascot", "animal": "dog", "coat": "brown", "pose": "portrait"},
    ),
    (
        "One sleepy bunny mascot on a beach, please!",
        {"style": "mascot", "animal": "rabbit", "expression": "sleepy", "background": "beach"},
    ),
    (
        "patched grey rabbit, Sega mascot, pink background",
        {"style": "mascot", "animal": "rabbit", "coat": "grey", "pattern": "patches", "background": "pink"},
    ),
    (
        "I was thinking of an emerald-eyed rabbit, serious, in the style of a Sega mascot",
        {"style": "mascot", "animal": "rabbit", "eye_colour": "green", "expression": "neutral"},
    ),
    (
        "So my little brother asked for a rabbit like the mascot of some game, with a knitted purple scarf "
        "on, among forest trees",
        {
            "style": "mascot",
            "animal": "rabbit",
            "accessory": "scarf",
            "accessory_colour": "purple",
            "background": "forest",
        },
    ),
    (
        "A realistic photo, please, in which the cat's eyes are blue and the cat's collar is red",
        {"style": "photo", "animal": "cat", "eye_colour": "blue", "accessory": "collar", "accessory_colour": "red"},
    ),
    (
        "tabby cat photo, brown, close-up",
        {"style": "photo", "animal": "cat", "coat": "brown", "pattern": "stripes", "pose": "portrait"},
    ),
    (
        "hi! can you show me a kitten, snow white and sitting, as a real photograph?",
        {"style": "photo", "animal": "cat", "coat": "white", "pose": "sitting"},
    ),
    (
        "photorealistic feline which is sleepy, its background plain white",
        {"style": "photo", "animal": "cat", "expression": "sleepy", "background": "white"},
    ),
    (
        "Photograph a fox in the forest while it's laughing",
        {"style": "photo", "animal": "fox", "expression": "open mouth", "background": "forest"},
    ),
    (
        "an orange fox with green eyes, realistic, as if it were a photo",
        {"style": "photo", "animal": "fox", "coat": "orange", "eye_colour": "green"},
    ),
    (
        "A winking fox has been given a pink hat for this photo",
        {"style": "photo", "animal": "fox", "accessory": "hat", "accessory_colour": "pink", "expression": "winking"},
    ),
    (
        "photo: puppy running on the beach",
        {"style": "photo", "animal": "dog", "pose": "running", "background": "beach"},
    ),
    (
        "Photograph wanted: a black dog with a white chest and yellow eyes",
        {"style": "photo", "animal": "dog", "coat": "black", "pattern": "tuxedo", "eye_colour": "amber"},
    ),
    (
        "Dog, cream coat, blue bow, realistic photograph",
        {"style": "photo", "animal": "dog", "coat": "cream", "accessory": "bow", "accessory_colour": "blue"},
    ),
    (
        "portrait photo of a calm dog against a grey background",
        {"style": "photo", "animal": "dog", "pose": "portrait", "expression": "neutral", "background": "grey"},
    ),
    (
        "A rabbit wearing glasses, purple ones, in a photorealistic style",
        {"style": "photo", "animal": "rabbit", "accessory": "glasses", "accessory_colour": "purple"},
    ),
    (
        "is there any chance of a photo with a spotted white bunny that looks happy?",
        {"style": "photo", "animal": "rabbit", "coat": "white", "pattern": "patches", "expression": "smiling"},
    ),
    (
        "realistic photo, bunny, night sky, stars, amber eyes",
        {"style": "photo", "animal": "rabbit", "eye_colour": "amber", "background": "night sky"},
    ),
    (
        "Seated rabbit, grey, with a yellow scarf. Make it look like a photo.",
        {
            "style": "photo",
            "animal": "rabbit",
            "coat": "grey",
            "accessory": "scarf",
            "accessory_colour": "yellow",
            "pose": "sitting",
        },
    ),
    (
        "8-bit cat sprite with a green bow",
        {"style": "pixel", "animal": "cat", "accessory": "bow", "accessory_colour": "green"},
    ),
    (
        "pixel art in which a grey tuxedo kitty is sitting on a light blue background",
        {
            "style": "pixel",
            "animal": "cat",
            "coat": "grey",
            "pattern": "tuxedo",
            "pose": "sitting",
            "background": "light blue",
        },
    ),
    (
        "Make a kitten sprite: laughing, violet eyes, 8-bit",
        {"style": "pixel", "animal": "cat", "eye_colour": "purple", "expression": "open mouth"},
    ),
    (
        "A fox dashing across a synthwave sun grid, pixel art",
        {"style": "pixel", "animal": "fox", "pose": "running", "background": "retro sunset"},
    ),
    (
        "retro pixel art where the fox is white, blue-eyed and sleepy",
        {"style": "pixel", "animal": "fox", "coat": "white", "eye_colour": "blue", "expression": "sleepy"},
    ),
    (
        "I would like an 8-bit fox to have a crimson scarf and be winking",
        {"style": "pixel", "animal": "fox", "accessory": "scarf", "accessory_colour": "red", "expression": "winking"},
    ),
    (
        "can you do pixel art of a striped brown fox?",
        {"style": "pixel", "animal": "fox", "coat": "brown", "pattern": "stripes"},
    ),
    (
        "Dog as pixel art, a neon city behind it and yellow glasses on its nose",
        {
            "style": "pixel",
            "animal": "dog",
            "accessory": "glasses",
            "accessory_colour": "yellow",
            "background": "neon city",
        },
    ),
    (
        "pixel puppy happy cream mint background",
        {"style": "pixel", "animal": "dog", "coat": "cream", "expression": "smiling", "background": "mint"},
    ),
    (
        "A sprite of an orange dog with patches, seated, for my little 8-bit project",
        {"style": "pixel", "animal": "dog", "coat": "orange", "pattern": "patches", "pose": "sitting"},
    ),
    (
        "the dog has amber eyes and a blue collar and is done in pixel art",
        {"style": "pixel", "animal": "dog", "eye_colour": "amber", "accessory": "collar", "accessory_colour": "blue"},
    ),
    (
        "a bunny's face as a retro 8-bit sprite, its eyes emerald",
        {"style": "pixel", "animal": "rabbit", "eye_colour": "green", "pose": "portrait"},
    ),
    (
        "Some pixel art, please, of a serious rabbit under a sky of planets and stars",
        {"style": "pixel", "animal": "rabbit", "expression": "neutral", "background": "night sky"},
    ),
    (
        "rabbit. pixel art. black. pink hat. running.",
        {
            "style": "pixel",
            "animal": "rabbit",
            "coat": "black",
            "accessory": "hat",
            "accessory_colour": "pink",
            "pose": "running",
        },
    ),
    (
        "An 8-bit bunny set against a plain grey background, looking drowsy",
        {"style": "pixel", "animal": "rabbit", "expression": "sleepy", "background": "grey"},
    ),
    (
        "A watercolour of a ginger cat in a purple hat",
        {"style": "watercolour", "animal": "cat", "coat": "orange", "accessory": "hat", "accessory_colour": "purple"},
    ),
    (
        "Calm kitty with golden eyes, painted in watercolour",
        {"style": "watercolour", "animal": "cat", "eye_colour": "amber", "expression": "neutral"},
    ),
    (
        "yellow background, brown kitten with patches, watercolor",
        {"style": "watercolour", "animal": "cat", "coat": "brown", "pattern": "patches", "background": "yellow"},
    ),
    (
        "I'm after a watercolour painting where a cat is running along by the sea",
        {"style": "watercolour", "animal": "cat", "pose": "running", "background": "beach"},
    ),
    (
        "the fox, its scarf pink, its eyes green, painted in watercolour",
        {
            "style": "watercolour",
            "animal": "fox",
            "eye_colour": "green",
            "accessory": "scarf",
            "accessory_colour": "pink",
        },
    ),
    (
        "white fox seated among the trees of a forest, watercolour",
        {"style": "watercolour", "animal": "fox", "coat": "white", "pose": "sitting", "background": "forest"},
    ),
    (
        "Would a laughing fox work as a watercolor, with lavender behind it?",
        {"style": "watercolour", "animal": "fox", "expression": "open mouth", "background": "purple"},
    ),
    (
        "watercolour fox close up winking",
        {"style": "watercolour", "animal": "fox", "pose": "portrait", "expression": "winking"},
    ),
    (
        "A dog painted in watercolour, black with stripes and with a red bow tied at its neck",
        {
            "style": "watercolour",
            "animal": "dog",
            "coat": "black",
            "pattern": "stripes",
            "accessory": "bow",
            "accessory_colour": "red",
        },
    ),
    (
        "My sister would be ever so glad if she got a watercolour of her puppy: it is beige and its eyes are blue",
        {"style": "watercolour", "animal": "dog", "coat": "cream", "eye_colour": "blue"},
    ),
    (
        "head and shoulders of a smiling dog, watercolor, navy blue background",
        {"style": "watercolour", "animal": "dog", "pose": "portrait", "expression": "smiling", "background": "navy"},
    ),
    (
        "grey dog with a green collar, in a painting that has the night sky and stars behind him",
        {
            "style": "watercolour",
            "animal": "dog",
            "coat": "grey",
            "accessory": "collar",
            "accessory_colour": "green",
            "background": "night sky",
        },
    ),
    (
        "a bunny that has violet eyes and blue glasses, in soft watercolour",
        {
            "style": "watercolour",
            "animal": "rabbit",
            "eye_colour": "purple",
            "accessory": "glasses",
            "accessory_colour": "blue",
        },
    ),
    (
        "Sleepy rabbit. White background. Watercolour, please.",
        {"style": "watercolour", "animal": "rabbit", "expression": "sleepy", "background": "white"},
    ),
    (
        "If you have a minute, could an orange spotted rabbit be painted for me in watercolour, happy and "
        "sitting, just as it came to me in a dream?",
        {
            "style": "watercolour",
            "animal": "rabbit",
            "coat": "orange",
            "pattern": "patches",
            "pose": "sitting",
            "expression": "smiling",
        },
    ),
    (
        "Against a navy background we see a glowing cyberpunk cat, winking",
        {"style": "neon", "animal": "cat", "expression": "winking", "background": "navy"},
    ),
    (
        "A neon kitty whose eyes are blue and whose scarf is yellow",
        {"style": "neon", "animal": "cat", "eye_colour": "blue", "accessory": "scarf", "accessory_colour": "yellow"},
    ),
    (
        "Let the cat be white, let the style be glowing cyberpunk, and go close-up on the face",
        {"style": "neon", "animal": "cat", "coat": "white", "pose": "portrait"},
    ),
    (
        "grey striped kitten running, cyberpunk",
        {"style": "neon", "animal": "cat", "coat": "grey", "pattern": "stripes", "pose": "running"},
    ),
    (
        "Neon style, please: a fox wearing a red hat and smiling",
        {"style": "neon", "animal": "fox", "accessory": "hat", "accessory_colour": "red", "expression": "smiling"},
    ),
    (
        "a black fox, all neon and glowing, amber-eyed",
        {"style": "neon", "animal": "fox", "coat": "black", "eye_colour": "amber"},
    ),
    (
        "Picture, if you will, a cyberpunk fox that's seated before the lights of a neon city",
        {"style": "neon", "animal": "fox", "pose": "sitting", "background": "neon city"},
    ),
    (
        "a brown fox, laughing, with pink behind it, in neon cyberpunk",
        {"style": "neon", "animal": "fox", "coat": "brown", "expression": "open mouth", "background": "pink"},
    ),
    (
        "Dog with a purple collar, neon and glowing, in the forest",
        {"style": "neon", "animal": "dog", "accessory": "collar", "accessory_colour": "purple", "background": "forest"},
    ),
    (
        "how about a cyberpunk puppy, orange, who looks drowsy?",
        {"style": "neon", "animal": "dog", "coat": "orange", "expression": "sleepy"},
    ),
    (
        "green eyes, tuxedo, brown dog; neon, cyberpunk",
        {"style": "neon", "animal": "dog", "coat": "brown", "pattern": "tuxedo", "eye_colour": "green"},
    ),
    (
        "I keep thinking about a rabbit that is running towards the synthwave sun over the grid, and I "
        "believe it would be best in neon, as cyberpunk",
        {"style": "neon", "animal": "rabbit", "pose": "running", "background": "retro sunset"},
    ),
    (
        "neon bunny with a blue bow on a mint background",
        {"style": "neon", "animal": "rabbit", "accessory": "bow", "accessory_colour": "blue", "background": "mint"},
    ),
    (
        "cream coloured bunny with violet eyes, turned into something cyberpunk and glowing",
        {"style": "neon", "animal": "rabbit", "coat": "cream", "eye_colour": "purple"},
    ),
    (
        "Behold my serious cyberpunk rabbit in its green glasses",
        {
            "style": "neon",
            "animal": "rabbit",
            "accessory": "glasses",
            "accessory_colour": "green",
            "expression": "neutral",
        },
    ),
    ("pencil sketch of a cat laughing", {"style": "pencil", "animal": "cat", "expression": "open mouth"}),
    (
        "A black cat drawn in graphite, wearing a yellow collar",
        {"style": "pencil", "animal": "cat", "coat": "black", "accessory": "collar", "accessory_colour": "yellow"},
    ),
    (
        "could I please have a pencil drawing of a spotted kitten with emerald eyes?",
        {"style": "pencil", "animal": "cat", "pattern": "patches", "eye_colour": "green"},
    ),
    (
        "Kitty sitting on a sky blue background, sketch in pencil",
        {"style": "pencil", "animal": "cat", "pose": "sitting", "background": "light blue"},
    ),
    (
        "Drawn in pencil, a fox is sleepy beneath planets and stars",
        {"style": "pencil", "animal": "fox", "expression": "sleepy", "background": "night sky"},
    ),
    (
        "a fox with round purple glasses, graphite drawing, portrait",
        {"style": "pencil", "animal": "fox", "accessory": "glasses", "accessory_colour": "purple", "pose": "portrait"},
    ),
    (
        "This should be a pencil sketch. The fox is cream and striped, and it's smiling.",
        {"style": "pencil", "animal": "fox", "coat": "cream", "pattern": "stripes", "expression": "smiling"},
    ),
    (
        "brown dog drawn in pencil as it is running",
        {"style": "pencil", "animal": "dog", "coat": "brown", "pose": "running"},
    ),
    (
        "For my mum's birthday I would love a graphite sketch of our dog, whose eyes are amber, wearing the "
        "red scarf that she knitted",
        {"style": "pencil", "animal": "dog", "eye_colour": "amber", "accessory": "scarf", "accessory_colour": "red"},
    ),
    (
        "a puppy in a pink bow, drawn with a pencil at the beach",
        {"style": "pencil", "animal": "dog", "accessory": "bow", "accessory_colour": "pink", "background": "beach"},
    ),
    (
        "sketch: ginger dog, serious, yellow background",
        {"style": "pencil", "animal": "dog", "coat": "orange", "expression": "neutral", "background": "yellow"},
    ),
    (
        "White rabbit with purple eyes, done as a drawing in pencil",
        {"style": "pencil", "animal": "rabbit", "coat": "white", "eye_colour": "purple"},
    ),
    (
        "rabbit in a green hat in a pencil sketch in a forest",
        {
            "style": "pencil",
            "animal": "rabbit",
            "accessory": "hat",
            "accessory_colour": "green",
            "background": "forest",
        },
    ),
    (
        "There's a bunny winking at us in this close-up drawing, all done in pencil",
        {"style": "pencil", "animal": "rabbit", "pose": "portrait", "expression": "winking"},
    ),
    (
        "tuxedo bunny, grey, blue eyes, graphite, white background",
        {
            "style": "pencil",
            "animal": "rabbit",
            "coat": "grey",
            "pattern": "tuxedo",
            "eye_colour": "blue",
            "background": "white",
        },
    ),
    (
        "cat winking, with a hat that is blue, on a sticker",
        {"style": "sticker", "animal": "cat", "accessory": "hat", "accessory_colour": "blue", "expression": "winking"},
    ),
    (
        "die-cut kitty sticker, orange tabby, pink background",
        {"style": "sticker", "animal": "cat", "coat": "orange", "pattern": "stripes", "background": "pink"},
    ),
    (
        "My laptop looks a bit dull, so I want a vinyl sticker for it with a kitten that is sitting and has "
        "yellow eyes",
        {"style": "sticker", "animal": "cat", "eye_colour": "amber", "pose": "sitting"},
    ),
    (
        "A vinyl sticker: fox with a purple bow, mouth open, laughing",
        {
            "style": "sticker",
            "animal": "fox",
            "accessory": "bow",
            "accessory_colour": "purple",
            "expression": "open mouth",
        },
    ),
    ("grey fox running on a die-cut sticker", {"style": "sticker", "animal": "fox", "coat": "grey", "pose": "running"}),
    (
        "Fox with blue eyes in front of a synthwave landscape, as a sticker",
        {"style": "sticker", "animal": "fox", "eye_colour": "blue", "background": "retro sunset"},
    ),
    (
        "So here is the idea: the sticker shows a brown fox who is sleepy, perhaps after a long walk, and "
        "who has a yellow scarf",
        {
            "style": "sticker",
            "animal": "fox",
            "coat": "brown",
            "accessory": "scarf",
            "accessory_colour": "yellow",
            "expression": "sleepy",
        },
    ),
    (
        "pink glasses + puppy + close-up + die-cut sticker",
        {"style": "sticker", "animal": "dog", "accessory": "glasses", "accessory_colour": "pink", "pose": "portrait"},
    ),
    (
        "A white dog with patches would look great as a vinyl sticker",
        {"style": "sticker", "animal": "dog", "coat": "white", "pattern": "patches"},
    ),
    (
        "Sticker time! A calm dog, with eyes of violet, and lavender behind it",
        {"style": "sticker", "animal": "dog", "eye_colour": "purple", "expression": "neutral", "background": "purple"},
    ),
    (
        "Is a sticker of a black dog on a grey background possible?",
        {"style": "sticker", "animal": "dog", "coat": "black", "background": "grey"},
    ),
    (
        "bunny, neon city, die-cut vinyl sticker, crimson collar",
        {
            "style": "sticker",
            "animal": "rabbit",
            "accessory": "collar",
            "accessory_colour": "red",
            "background": "neon city",
        },
    ),
    (
        "I want a happy rabbit with a mint background made into a sticker",
        {"style": "sticker", "animal": "rabbit", "expression": "smiling", "background": "mint"},
    ),
    (
        "A seated cream bunny, its eyes green, die-cut like a vinyl sticker",
        {"style": "sticker", "animal": "rabbit", "coat": "cream", "eye_colour": "green", "pose": "sitting"},
    ),
    (
        "sticker, portrait, black tuxedo rabbit, serious look",
        {
            "style": "sticker",
            "animal": "rabbit",
            "coat": "black",
            "pattern": "tuxedo",
            "pose": "portrait",
            "expression": "neutral",
        },
    ),
)
