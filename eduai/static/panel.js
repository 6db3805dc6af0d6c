// The page's policy lets no style element and no text be run that htmx would add.
"use strict";
if (window.htmx) Object.assign(window.htmx.config, { includeIndicatorStyles: false, allowEval: false });

// The theme's field for searching has a hint alone, which is gone once somebody types.
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("#changelist-search input[type=text]")) field.setAttribute("aria-label", "검색어");
});

document.addEventListener(
  "change",
  (event) => {
    const input = event.target;
    if (!input.matches("input[type=file]")) return;
    // The theme copies the name of a chosen file into the text field of its own widget; our forms have none, and it fails.
    event.stopPropagation();
    // A file that is too large is told here: once it is sent, everything that was typed is lost with it.
    const most = Number(input.dataset.most ?? 0), size = input.files[0]?.size ?? 0;
    const limit = most < 1024 ** 2 ? `${Math.floor(most / 1024)}KB` : `${Math.floor(most / 1024 ** 2)}MB`;
    input.setCustomValidity(most && size > most ? `파일이 너무 큽니다. ${limit}까지 올릴 수 있습니다.` : "");
    input.reportValidity();
  },
  true,
);
