"""A running site -> the pictures in the README, in `docs/images/`.

Run as `python -m scripts.document.pictures http://127.0.0.1:8000`; it needs Debian's chromium.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

__all__ = ["main"]

FOLDER = Path(__file__).parents[2] / "docs" / "images"
PICTURES = {
    "home": ("/", "sl-SI", "light"),
    "body": ("/doc/body/si-sos-bureau?on=2020-06-01", "en-GB", "light"),
    "map": ("/map", "en-GB", "dark"),
}
"""The name of each picture: the address it shows, the visitor's language, and their scheme of colours."""
SIZE = {"width": 1200, "height": 820}
QUALITY = 82


def main(site: str) -> None:
    """Write each picture, and print its path."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name in PICTURES:
            print(_picture(browser, site, name))
        browser.close()


def _picture(browser: Browser, site: str, name: str) -> Path:
    address, locale, scheme = PICTURES[name]
    page = browser.new_page(viewport=SIZE, locale=locale, color_scheme="dark" if scheme == "dark" else "light")  # type: ignore[arg-type]  # a dict of two sizes
    page.goto(site + address, wait_until="networkidle")
    file = FOLDER / f"{name}.jpg"
    page.screenshot(path=file, type="jpeg", quality=QUALITY)
    page.close()
    return file


if __name__ == "__main__":
    main(sys.argv[1])
