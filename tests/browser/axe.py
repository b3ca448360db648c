"""What axe-core finds on a page, by light and by dark, on a phone and on a desk."""

from __future__ import annotations

from .conftest import Page, widen

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = 360, 1280

# Said in the page: what axe-core returns is many times what is asked here.
FOUND = """rules => axe.run({ runOnly: rules, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))"""


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds, each with the rule and the element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    found: list[str] = page.evaluate(FOUND, RULES)
    return found


def violations_in_every_look(page: Page, axe: str, *, widths: tuple[int, ...] = (PHONE, DESK)) -> list[str]:
    """Return what axe-core finds in each width by light and by dark, each with the look, rule and element.

    One visit is enough for all: only the style sheets ask how wide and how dark it is.
    """
    found = []
    for width in widths:
        widen(page, width)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{width} pixels, {scheme}: {one}" for one in violations(page, axe)]
    return found
