/* Signing out takes the texts that this browser keeps with it. */
"use strict";
for (const form of document.querySelectorAll("form[action*='/sign-out']")) {
  form.addEventListener("submit", () => {
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
  });
}
