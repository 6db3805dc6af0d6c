// Formulas, previews and progress. Every page works without it.
"use strict";

const DELIMITERS = [
  { left: "$$", right: "$$", display: true },
  { left: "$", right: "$", display: false },
];

function renderFormulas(root) {
  if (!window.renderMathInElement) return;
  const places = root.matches?.(".math") ? [root] : root.querySelectorAll(".math");
  for (const place of places) {
    renderMathInElement(place, { delimiters: DELIMITERS, throwOnError: false, errorColor: "#b3261e" });
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

async function refresh(place) {
  const answer = await fetch(place.dataset.refresh, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (answer?.ok) {
    const holder = document.createElement("div");
    holder.innerHTML = await answer.text();
    const fresh = holder.firstElementChild;
    place.replaceWith(fresh);
    place = fresh;
  }
  if (place.dataset.refresh) setTimeout(refresh, 1500, place);
}

document.addEventListener("DOMContentLoaded", () => {
  renderFormulas(document.body);
  document.querySelectorAll("[data-preview]").forEach(previewOf);
  const progress = document.querySelector("[data-refresh]");
  if (progress) setTimeout(refresh, 1500, progress);
  document.querySelectorAll("form").forEach((form) =>
    form.addEventListener("submit", () => {
      const button = form.querySelector("button.button:not([name])");
      if (button) button.setAttribute("aria-busy", "true");
    }),
  );
});
