// Formulas, previews, symbol keys and progress. Every page works without it.
"use strict";

const DELIMITERS = [
  { left: "$$", right: "$$", display: true },
  { left: "$", right: "$", display: false },
];
const SOON = 1500;
const shown = new WeakMap();

function renderFormulas(root) {
  if (!window.renderMathInElement) return;
  for (const place of [root, ...root.querySelectorAll(".math, .typed")]) {
    const text = place.textContent.trim();
    if (place.matches(".typed") && !text.includes("$") && showTyped(place, text)) place.title = text;
    else if (place.matches(".math, .typed")) {
      renderMathInElement(place, { delimiters: DELIMITERS, throwOnError: false, errorColor: "#b3261e" });
      keepTogether(place);
    }
  }
}

// A short formula is not broken over lines, and a particle stays with the formula before it (`$x$의`).
function keepTogether(root) {
  for (const formula of root.querySelectorAll(".katex")) {
    if (formula.querySelector(".katex-html")?.textContent.length <= 14) formula.classList.add("whole");
    const place = formula.parentElement;
    const next = place.nextSibling;
    const particle = next?.nodeType === Node.TEXT_NODE && next.data.match(/^[^\s$]{1,6}/)?.[0];
    if (!particle || !place.matches("span") || formula.offsetWidth > 0.6 * place.parentElement.clientWidth) continue;
    next.splitText(particle.length);
    const glued = document.createElement("span");
    glued.className = "glued";
    place.before(glued);
    glued.append(place, next);
  }
}

function previewOf(field) {
  const place = document.getElementById(field.dataset.preview);
  const show = () => {
    place.textContent = field.value;
    place.hidden = !field.value.includes("$");
    renderFormulas(place);
  };
  field.addEventListener("input", show);
  show();
}

function typedPreviewOf(field) {
  const place = document.getElementById(field.dataset.typedPreview);
  const show = () => {
    place.hidden = !showTyped(place.lastElementChild, field.value.trim());
  };
  field.addEventListener("input", show);
  show();
}

// The symbol buttons below a field: each puts its text where the cursor is.
function keysOf(group) {
  const field = document.getElementById(group.dataset.keys);
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const key = event.target.closest("[data-insert]");
    if (!key) return;
    field.setRangeText(key.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Fetches a part of a page again while it says that it will change: `data-refresh` is where from, and
// `data-seconds` how often. It stops when the part comes back without them, or not at all.
async function refresh(place) {
  if (!document.hidden) {
    const answer = await fetch(place.dataset.refresh, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(place.id);
      if (!fresh) return;
      update(place, fresh);
    }
  }
  watch(place);
}

// The element stays, so that a screen reader that listens to it says what is new.
function update(place, fresh) {
  if (place.contains(document.activeElement)) return;
  place.dataset.seconds = fresh.dataset.seconds ?? "";
  if (fresh.dataset.refresh) place.dataset.refresh = fresh.dataset.refresh;
  else delete place.dataset.refresh;
  const html = fresh.innerHTML;
  if (shown.get(place) === html) return;
  shown.set(place, html);
  place.replaceChildren(...fresh.childNodes);
  renderFormulas(place);
}

function watch(place) {
  if (place.dataset.refresh) setTimeout(refresh, Number(place.dataset.seconds) * 1000 || SOON, place);
}

// A second press would send the form twice; coming back to the page makes it ready again.
function busyWhileSending(form) {
  const button = form.querySelector("button.button:not([name])");
  if (!button) return;
  form.addEventListener("submit", () => button.setAttribute("aria-busy", "true"));
  window.addEventListener("pageshow", () => button.removeAttribute("aria-busy"));
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-refresh]").forEach((place) => {
    shown.set(place, place.innerHTML);
    watch(place);
  });
  renderFormulas(document.body);
  document.querySelectorAll("[data-preview]").forEach(previewOf);
  document.querySelectorAll("[data-typed-preview]").forEach(typedPreviewOf);
  document.querySelectorAll("[data-keys]").forEach(keysOf);
  document.querySelectorAll("form").forEach(busyWhileSending);
});
