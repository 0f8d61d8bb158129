"""A visitor with Debian's chromium: looks at a page and writes down what a reader would stumble over."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.browser.addresses import Address, View
from tests.small import PROJECT

__all__ = ["Look", "Visit", "barriers", "dress", "look_at", "overhangs_of", "visit"]

SCREENSHOTS = PROJECT / "tests" / "screenshots"
TALLEST = 5_000
"""Pixels of a page that a screenshot shows."""
HEIGHT = 900
WIDTHS = (320, 768, 1280)
LOCALES = {"sl": "sl-SI", "en": "en-GB"}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ERROR_LINE = "Failed to load resource: the server responded with a status of 4"
"""What chromium writes on its console about a page that answers 4xx."""
CHECK = "levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']}).then(found => found.violations)"
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPACED = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
    + 'p { margin-block-end: 2em !important }'
  )
  document.adoptedStyleSheets = [sheet]
}"""
"""The spacing that a reader may ask for (WCAG 2.2, 1.4.12)."""


@dataclass
class Visit:
    """An open page, with what chromium wrote on its console and asked of other sites; playwright marks listeners."""

    page: object
    site: str
    messages: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def hears(self, message):
        self.messages.append(f"{message.type}: {message.text}")

    def sees(self, request):
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.strangers.append(request.url)


@dataclass(frozen=True, slots=True)
class Look:
    """What a visitor saw: the status and language of the page, and whatever should not have been there."""

    address: Address
    view: View
    status: int
    language: str
    violations: tuple[str, ...]
    overhangs: tuple[str, ...]
    messages: tuple[str, ...]
    strangers: tuple[str, ...]


def dress(browser, site, view: View, axe, *, has_scripts=True):
    """A context in which each page of the site is seen with a view, and axe-core stands ready."""
    context = browser.new_context(
        base_url=site,
        locale=LOCALES[view.language],
        viewport={"width": view.width, "height": HEIGHT},
        color_scheme=view.scheme,
        reduced_motion="reduce",
        java_script_enabled=has_scripts,
    )
    if has_scripts:
        context.add_init_script(axe)
    return context


@contextmanager
def visit(context, site):
    """A new page of a context, with an ear on its console and an eye on its requests."""
    opened = Visit(context.new_page(), site)
    opened.page.on("console", opened.hears)
    opened.page.on("pageerror", lambda error: opened.messages.append(f"exception: {error}"))
    opened.page.on("request", opened.sees)
    try:
        yield opened
    finally:
        opened.page.close()


def look_at(context, site, address: Address, view: View) -> Look:
    """What a visitor with this view sees at an address; a screenshot of it stays in tests/screenshots."""
    with visit(context, site) as opened:
        page = opened.page
        status = page.goto(address.path).status
        language = page.locator("html").get_attribute("lang")
        violations = barriers(page)
        _keep_screenshot(page, f"{address}-{view}.png", view)
        overhangs = tuple(overhangs_of(page))
    is_refused = address.status >= 400
    messages = tuple(one for one in opened.messages if not (is_refused and ERROR_LINE in one))
    return Look(address, view, status, language, violations, overhangs, messages, tuple(opened.strangers))


def barriers(page) -> tuple[str, ...]:
    """What axe-core finds on a page against WCAG 2.2 up to level AA."""
    return tuple(_told(one) for one in page.evaluate(CHECK, LEVELS))


def overhangs_of(page):
    """Where a page is wider than its window: narrow, middling, wide, and narrow with wide spacing."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if (by := page.evaluate(OVERHANG)) > 0:
            yield f"{by} pixels at a width of {width}"
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    page.evaluate(SPACED)
    if (by := page.evaluate(OVERHANG)) > 0:
        yield f"{by} pixels at a width of {WIDTHS[0]} with wide spacing"


def _told(violation):
    nodes = "; ".join(f"{node['target']} {node['failureSummary']}" for node in violation["nodes"][:5])
    return f"{violation['id']} ({len(violation['nodes'])}): {nodes}"


def _keep_screenshot(page, name, view):
    SCREENSHOTS.mkdir(exist_ok=True)
    height = min(page.evaluate("() => document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": view.width, "height": height}
    page.screenshot(path=SCREENSHOTS / name, full_page=True, clip=clip)
