"""A number of a request's part of which one line says everything."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.errors import InvalidRequest
from pipeline.metadata.request_settings import changed_settings, request_from, settings_of
from pipeline.request import SETTINGS, GenerationRequest
from pipeline.request.setting import check_settings, setting
from ui.form.form import FORM
from ui.restore.from_picture import RESTORED
from ui.restore.usable_settings import LABELS, UNSAID


@dataclass(frozen=True, kw_only=True)
class Weather:
    wind: float = setting(0.5, label="Wind", low=0, high=1)
    clouds: int = setting(3, label="Clouds", low=0, high=8)

    def __post_init__(self) -> None:
        check_settings(self)


def test_its_range_is_checked_by_its_label() -> None:
    assert (Weather(wind=1).wind, Weather(clouds=8.0).clouds) == (1.0, 8)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match="^Wind: got 2, allowed are numbers from 0 to 1"):
        Weather(wind=2)
    with pytest.raises(InvalidRequest, match="^Clouds: got 2.5, allowed are whole numbers from 0 to 8"):
        Weather(clouds=2.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_picture_carries_it_where_it_says_something_and_gives_it_back(name: str) -> None:
    row = SETTINGS[name]
    other = row.low if row.default != row.low else row.high
    values: dict[str, float] = {name: other}
    request = GenerationRequest(**values)  # type: ignore[arg-type]
    assert settings_of(request)[name] == getattr(request, name) == other
    assert request_from(settings_of(request)) == request
    assert name not in settings_of(GenerationRequest())
    assert changed_settings({name: row.default}) == {} and changed_settings({}) == {}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_page_restores_it_where_there_is_a_control_and_says_its_label(name: str) -> None:
    row = SETTINGS[name]
    assert (name in RESTORED) == (name in FORM)
    if name in FORM:
        unsaid = [plain[name] for plain in UNSAID.values() if name in plain]
        assert LABELS[name] == row.label and unsaid == [row.default]
