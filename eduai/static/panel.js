// The page's policy lets no style element and no text be run that htmx would add.
"use strict";
if (window.htmx) Object.assign(window.htmx.config, { includeIndicatorStyles: false, allowEval: false });
// The theme copies the name of a chosen file into the text field of its own widget; our forms have none, and it fails.
document.addEventListener("change", (event) => event.target.matches("input[type=file]") && event.stopPropagation(), true);
