"""What to ask a browser about: who can be reached, what has the focus, how well texts can be read."""

from __future__ import annotations

REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter((each) => !each.disabled && each.type !== "hidden" && each.checkVisibility())
  .map((each) => [...document.querySelectorAll("*")].indexOf(each))"""
"""Places in the document of all that takes the focus, in its order."""

FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const labels = [...(each.labels ?? [])].map((label) => label.textContent).join(" ");
  const name = each.getAttribute("aria-label") || labels || each.textContent;
  const outline = style.outlineStyle === "none" ? "none" : style.outlineWidth;
  return [[...document.querySelectorAll("*")].indexOf(each), outline, name];
}"""
"""Place of what has the focus, the width of its outline, its name."""

CONTRASTS = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (each) => {
    for (; each; each = each.parentElement) {
      const colour = numbers(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), each = walker.currentNode.parentElement;
    if (!text || each.disabled || each.closest("svg, script") || !each.checkVisibility()) continue;
    const [high, low] = [light(numbers(getComputedStyle(each).color)), light(ground(each))].sort((a, b) => b - a);
    found.push([text, (high + 0.05) / (low + 0.05)]);
  }
  return found;
}"""
"""Every visible text in the page outside of charts, with its contrast (WCAG 2.2, 1.4.3)."""
