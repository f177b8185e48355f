"""The switch for settings inside saved files: set once at the stage, and followed wherever the page saves something."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from pipeline.errors import RunUnreadable
from pipeline.metadata.picture_files import read_settings
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def saved(visitor: Visitor, link: Locator) -> Path:
    with visitor.page.expect_download() as download:
        link.click()
    return Path(download.value.path())


def test_settings_stay_out_of_what_is_saved_once_the_switch_is_off(visitor: Visitor) -> None:
    page = visitor.page
    visitor.write("a secret cat")
    visitor.set("Steps", 2)
    visitor.generate()
    visitor.wait_for("done")
    save, switch = visitor.stage.locator(".em-save"), visitor.stage.get_by_label("Settings inside")
    assert read_settings(saved(visitor, save))["prompt"].startswith("a secret cat")
    switch.uncheck()
    with pytest.raises(RunUnreadable):
        read_settings(saved(visitor, save))
    visitor.reload()
    expect(switch).not_to_be_checked()
    with pytest.raises(RunUnreadable):
        read_settings(saved(visitor, save))
    page.locator(".em-lately a").first.click()
    viewer = page.get_by_role("dialog", name="Kept picture")
    with pytest.raises(RunUnreadable):
        read_settings(saved(visitor, viewer.get_by_role("link", name="Save picture")))
    viewer.get_by_label("Write the settings into saved files").check()
    again = read_settings(saved(visitor, viewer.get_by_role("link", name="Save picture")))
    assert again["prompt"].startswith("a secret cat")
    expect(switch).to_be_checked()
