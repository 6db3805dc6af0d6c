// A passkey is made or used: the page's options go to the browser, its answer goes into the form. Until this runs the
// button cannot be pressed, since nothing would happen.
(() => {
  "use strict";
  const make = document.querySelector("[data-passkey-make]");
  const button = make || document.querySelector("[data-passkey-use]");
  const trouble = document.querySelector("[data-passkey-trouble]");
  const answer = document.querySelector("[data-passkey-answer]");
  const options = JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseCreationOptionsFromJSON) {
    trouble.hidden = false;
    return;
  }
  const credential = () =>
    make
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      answer.value = JSON.stringify((await credential()).toJSON());
      answer.form.submit();
    } catch {
      trouble.hidden = false;
      button.removeAttribute("aria-busy");
    }
  });
  button.disabled = false;
})();
