// The review desk by keyboard: A, R, E and N go to approve, reject, edit and the next one. A letter only moves
// the focus there (Enter decides), except that R and E open their form; Escape closes it.
"use strict";

function isTyping(element) {
  return element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function openForm(summary) {
  const form = summary.parentElement;
  document.querySelectorAll(".decide details[open]").forEach((other) => {
    if (other !== form) other.open = false;
  });
  form.open = true;
  form.querySelector("select, textarea, input:not([type=hidden])").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector(".decide details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  // By the key's place as well, so that it works with the Korean keyboard on.
  const letter = event.code.replace("Key", "").toLowerCase();
  const control = document.querySelector(`.decide [data-key="${CSS.escape(letter)}"]`);
  if (!control) return;
  event.preventDefault();
  if (control.matches("summary")) openForm(control);
  else control.focus();
});
