"""Takes the pictures in docs/images anew: ``make screenshots``.

    python benchmarks/screenshots.py [FOLDER]

Each page by 360, 768 and 1280 CSS pixels, by light and by dark, over the sample collection.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

from PIL import Image
from playwright.sync_api import Browser, Page
from sample_page import chromium, sample_server

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
WINDOWS = {360: 680, 768: 860, 1280: 800}
"""Widths and heights, in CSS pixels."""
QUALITY = 50
QUESTION = "how is a technical product manager different from a product manager"
NOBODY = "who wrote the ranking code"
QUOTATION = (
    "In general, technical product managers work on technical products with business customers while "
    "non-technical PMs might have products whose primary target customer isn't technical."
)


def follow(page: Page) -> None:
    """Open the page of the first excerpt's answer, where it was quoted."""
    page.goto(
        page.url.partition("/?")[0]
        + (page.locator("[data-slot=permalink]").first.get_attribute("href") or "")
    )
    page.locator("#text mark").wait_for()


def unfold(page: Page) -> None:
    """Show the near misses."""
    page.locator(".near > summary").first.click()


def top(page: Page) -> None:
    """Show the page from its beginning."""
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")


PICTURES: dict[str, tuple[str, tuple[Callable[[Page], None], ...]]] = {
    "first-page": ("/", ()),
    "reply": (f"/?q={quote_plus(QUESTION)}", ()),
    "nobody": (f"/?q={quote_plus(NOBODY)}", (unfold, top)),
    "answer": (f"/?q={quote_plus(QUESTION)}", (follow, top)),
    "verify": (f"/verify?q={quote_plus(QUOTATION)}", ()),
}


def take(browser: Browser, address: str, name: str, width: int, *, dark: bool) -> bytes:
    """Return one picture, as WebP."""
    path, steps = PICTURES[name]
    context = browser.new_context(
        viewport={"width": width, "height": WINDOWS[width]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    for step in steps:
        step(page)
    page.evaluate("() => document.activeElement?.blur()")  # a caret blinks
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    small = io.BytesIO()
    picture.convert("RGB").save(small, "WEBP", quality=QUALITY, method=6)
    return small.getvalue()


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with sample_server() as address, chromium() as browser:
        for name in PICTURES:
            for width in WINDOWS:
                for dark in (False, True):
                    picture = take(browser, address, name, width, dark=dark)
                    file = folder / f"{name}-{width}-{'dark' if dark else 'light'}.webp"
                    file.write_bytes(picture)
                    print(f"{file.name:28} {len(picture) / 1000:6.1f} kB")


if __name__ == "__main__":
    main()
