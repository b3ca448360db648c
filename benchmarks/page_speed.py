"""How long the page takes to do what one asks of it: from the click or key until the change is painted.

    python benchmarks/page_speed.py [--rounds 20]

It runs on the sample collection, in a real Chromium, server and all, and fails if the median of anything is
above 100 ms, which is what people take for at once.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable

from playwright.sync_api import Page
from sample_page import chromium, sample_server

AT_ONCE_MS = 100
QUESTION = "how is a technical product manager different from a product manager"
NOBODY = "how do I bake sourdough bread"
QUOTATION = "technical product managers work on technical products with nontechnical customers"

# Do something, and say how long it is until what it leads to is there and the next frame is drawn.
TIMED = """([selector, text, there]) => new Promise(done => {
  const element = document.querySelector(selector);
  const before = document.querySelectorAll(there).length;
  const started = performance.now();
  const look = (_, observer) => {
    if (document.querySelectorAll(there).length <= before) return;
    observer.disconnect();
    requestAnimationFrame(() => done(performance.now() - started));
  };
  const watched = { childList: true, subtree: true, attributes: true };
  new MutationObserver(look).observe(document.body, watched);
  if (text === null) return element.click();
  element.focus();
  element.value = text;
  element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  if (element.dataset.only !== "typed") element.form.requestSubmit();
})"""
LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  return painted.startTime - page.requestStart;
}"""


def in_the_page(
    address: str, path: str, selector: str, text: str | None, there: str
) -> Callable[[Page], float]:
    """Return what opens a page and times something done on it."""

    def measure(page: Page) -> float:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        took: float = page.evaluate(TIMED, [selector, text, there])
        return took

    return measure


def typed(address: str, text: str) -> Callable[[Page], float]:
    """Return what times the suggestions for letters that are typed."""

    def measure(page: Page) -> float:
        page.goto(address)
        page.evaluate("() => { document.getElementById('q').dataset.only = 'typed'; }")
        took: float = page.evaluate(TIMED, ["#q", text, "#suggestions [role=option]"])
        return took

    return measure


def opened(address: str, path: str) -> Callable[[Page], float]:
    """Return what times a page, from its request until its words are painted, in a window that is open."""

    def measure(page: Page) -> float:
        page.goto(address + "/docs")  # or else the time would be that of the browser's new process
        page.wait_for_load_state("networkidle")
        page.goto(address + path)
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        took: float = page.evaluate(LOADED)
        return took

    return measure


def main() -> None:
    """Measure, print, and fail where something is not done at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    slow = []
    with sample_server() as address, chromium() as browser:
        reply = f"/?q={QUESTION.replace(' ', '+')}"
        page = browser.new_page()
        page.goto(address + reply)
        answer = page.locator("[data-slot=permalink]").first.get_attribute("href") or ""
        page.close()
        tasks = {
            "ask": in_the_page(address, "/", "#q", QUESTION, ".excerpts figure"),
            "ask what nobody answered": in_the_page(address, "/", "#q", NOBODY, ".verdict.nobody"),
            "follow up": in_the_page(address, reply, "#q", "anyone else?", "[data-slot=verdict]"),
            "suggestions while typing": typed(address, "how do I l"),
            "open the whole answer": in_the_page(address, reply, "[data-slot=permalink]", None, ".whole"),
            "open the first page": opened(address, "/"),
            "open a reply by its link": opened(address, reply),
            "open an answer's page": opened(address, answer.partition("#")[0]),
            "check a quotation": opened(address, f"/verify?q={QUOTATION.replace(' ', '+')}"),
        }
        for name, measure in tasks.items():
            took = []
            for _ in range(rounds + 1):
                page = browser.new_page()
                took.append(measure(page))
                page.close()
            took = sorted(took[1:])  # the first finds caches empty
            middle, last = statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.95))]
            print(f"{name:28} median {middle:6.1f} ms   p95 {last:6.1f} ms")
            if middle > AT_ONCE_MS:
                slow.append(name)
    if slow:
        sys.exit(f"Not done within {AT_ONCE_MS} ms: {', '.join(slow)}.")


if __name__ == "__main__":
    main()
