"""`setting`: a number of a request's part of which one line says everything.

Its range is checked; pictures and capsules carry it where it is not at its default; settings out of pictures bring it
back to the page, where a control has its name; the facts of a picture name it. Whoever adds one adds that line, its
control and its place in the form.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any

from pipeline.checks import keep_checked, number, whole_number

KEY = "setting"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """label: what people call it. low, high: the least and the most, both allowed; whole numbers where `default` is."""

    label: str
    default: float
    low: float
    high: float

    def checked(self, value: object) -> float:
        """The value. Raises `InvalidRequest`."""
        if isinstance(self.default, int):
            return whole_number(self.label, value, int(self.low), int(self.high))
        return number(self.label, value, self.low, self.high)


def setting(default: float, *, label: str, low: float, high: float) -> Any:
    """A field of a part, as `dataclasses.field` makes one."""
    return field(default=default, metadata={KEY: Setting(label=label, default=default, low=low, high=high)})


def settings_of_part(part: Any) -> dict[str, Setting]:
    """Field name -> setting, of a part or its class."""
    own: tuple[Field[Any], ...] = fields(part)
    return {each.name: each.metadata[KEY] for each in own if KEY in each.metadata}


def check_settings(part: Any) -> None:
    """Checks and keeps the settings of a part that is being made. Raises `InvalidRequest`."""
    found = settings_of_part(part)
    keep_checked(part, **{name: each.checked(getattr(part, name)) for name, each in found.items()})
