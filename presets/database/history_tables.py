"""The first tables of the history, one statement a migration. `presets.database.database` gives them their numbers:
what comes later goes to the end of its `MIGRATIONS`, never in here.

What the search reads is no part of them: FTS5 is not in every SQLite (see `presets.history.search`).
"""

from __future__ import annotations

RUNS = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    painted_ms INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    words TEXT NOT NULL,
    model TEXT NOT NULL,
    preset TEXT NOT NULL,
    seed INTEGER NOT NULL,
    num_images INTEGER NOT NULL,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    favourite INTEGER NOT NULL DEFAULT 0,
    deleted_ms INTEGER
) STRICT
"""
BY_TIME = "CREATE INDEX runs_by_time ON runs (painted_ms DESC, id DESC)"
BY_MODEL = "CREATE INDEX runs_by_model ON runs (model, painted_ms DESC, id DESC)"
BY_PRESET = "CREATE INDEX runs_by_preset ON runs (preset, painted_ms DESC, id DESC)"
FAVOURITES = "CREATE INDEX runs_favourite ON runs (painted_ms DESC, id DESC) WHERE favourite"
CHOICES = "CREATE TABLE history_choices (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT"

# What a run began from: the fingerprint of its photo, and the photos with their sizes.
PHOTO = "ALTER TABLE runs ADD COLUMN photo TEXT NOT NULL DEFAULT ''"
BY_PHOTO = "CREATE INDEX runs_by_photo ON runs (photo) WHERE photo <> ''"
PHOTOS = "CREATE TABLE history_photos (photo TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT"
# What one press asked for: all styles tried, a batch of photos.
SERIES = "ALTER TABLE runs ADD COLUMN series TEXT NOT NULL DEFAULT ''"
BY_SERIES = "CREATE INDEX runs_by_series ON runs (series) WHERE series <> ''"

HISTORY: tuple[str, ...] = (
    RUNS, BY_TIME, BY_MODEL, BY_PRESET, FAVOURITES, CHOICES, PHOTO, BY_PHOTO, PHOTOS, SERIES, BY_SERIES,
)  # fmt: skip
