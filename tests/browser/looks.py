"""What every page must be like, asked of the page itself."""

from __future__ import annotations

from typing import Any

SMALLEST_TARGET = 24

LABELLED = """() => [...document.querySelectorAll('input, select, textarea, button, a[href]')]
  .filter((place) => place.type !== 'hidden' && place.checkVisibility({ checkVisibilityCSS: true }))
  .filter((place) => !(place.labels?.length || place.getAttribute('aria-label') || place.title
    || (place.matches('button, a') && (place.textContent.trim() || place.querySelector('img[alt]:not([alt=""])')))))
  .map((place) => place.outerHTML.slice(0, 120))"""

# WCAG 2.2, 2.5.8: inline links in a sentence are excepted, and so is what a label larger than itself stands for.
SMALL = """(least) => [...document.querySelectorAll('button, a[href], summary, input, select, textarea, label.option')]
  .filter((place) => place.type !== 'hidden' && place.checkVisibility({ checkVisibilityCSS: true }))
  .filter((place) => !place.matches('input[type=radio], input[type=checkbox], .skip'))
  .map((place) => [place.outerHTML.slice(0, 120), place.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([html]) => html)"""

WIDE = """() => {
  const wide = [...document.querySelectorAll('main *')].filter((place) => {
    const box = place.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !place.closest('.stem, .typed, .lines, .preview, .solution div')
      && !place.closest('.hidden, .katex-mathml');
  });
  return [document.documentElement.scrollWidth - innerWidth, wide.map((place) => place.outerHTML.slice(0, 120))];
}"""

UNSET = """() => [...document.querySelectorAll('.math, .typed')]
  .filter((place) => place.checkVisibility() && /\\$[^$]+\\$/.test(
    [...place.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data).join('')))
  .map((place) => place.textContent)"""


def troubles_of(page: Any) -> list[str]:
    """What is wrong with a page for those who read it on a phone, by keyboard or by ear."""
    # After a press the page may stand before its scripts have drawn the formulas.
    page.wait_for_load_state("load")
    found: list[str] = []
    if page.evaluate("document.documentElement.lang") != "ko":
        found.append("the page does not say that it is Korean")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    if not page.title().strip():
        found.append("no title")
    found += [f"without a label: {html}" for html in page.evaluate(LABELLED)]
    found += [f"too small to press: {html}" for html in page.evaluate(SMALL, SMALLEST_TARGET)]
    too_wide, parts = page.evaluate(WIDE)
    if too_wide > 0:
        found.append(f"{too_wide} px too wide")
    found += [f"runs out of the page: {html}" for html in parts]
    found += [f"formula not set: {text}" for text in page.evaluate(UNSET)]
    found += [f"KaTeX refused: {text}" for text in page.locator(".katex-error").all_text_contents()]
    return found


def focus_is_seen(page: Any) -> bool:
    """Whether what has the focus now has an outline around it."""
    return bool(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2"))
