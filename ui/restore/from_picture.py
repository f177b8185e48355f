"""Settings out of a picture: whether there are any, what of them goes onto the page, and its finish."""

from __future__ import annotations

from ui.finish.settings_in import from_picture
from ui.form.choices import sources_of
from ui.form.form import FormParser
from ui.gradio_kit.updates import Updates
from ui.messages import sentence
from ui.restore.usable_settings import LABELS, usable_settings
from ui.styles.styles import ABOUT_STYLE

# Onto what settings out of a picture go; those of no style leave the fields of the style before.
RESTORED = (*LABELS, "style", "source", *ABOUT_STYLE)


def holds_settings(forms: FormParser, picture: object) -> bool:
    """Whether settings can be had out of an uploaded picture."""
    try:
        return bool(forms.found_in(picture).settings)
    except Exception as error:  # whatever is wrong with its settings, it can still be the photo
        sentence(error)  # which logs it, where nobody had thought of it
        return False


def settings_in(forms: FormParser, picture: object, model: object) -> Updates:
    """The settings inside a picture onto the page: those of `LABELS` that it has, style, source and the note; the note
    alone where it has none."""
    try:
        usable = usable_settings(forms.found_in(picture), forms.catalog, forms.spec(model).key)
    except Exception as error:
        return {"settings_note": {"text": sentence(error), "tone": "bad"}}
    source = sources_of(forms.spec(usable.values.get("model", model)))[0]
    note = {"text": usable.sentence, "tone": "good"}
    return {**usable.values, "style": "", "source": source, "settings_note": note}


def finish_in(forms: FormParser, picture: object) -> Updates:
    """What was done to the finished picture, for the Finish panel."""
    try:
        return {"finish": from_picture(forms.found_in(picture).settings)}
    except Exception:  # `settings_in` says what is wrong
        return {}
