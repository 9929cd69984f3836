/* Sends a chosen file in parts: a cut line loses at most one, and the rest goes on from there.
   Without this script the form sends the file at once. */
"use strict";
const box = document.querySelector("[data-upload]");
const form = box?.closest("form");
const bar = box?.querySelector("progress");
const told = box?.querySelector("[role=status]");
const button = form?.querySelector("button[type=submit]");
const LONGEST_PAUSE = 20000;

class Refused extends Error {}

const tell = (text, done = 0, all = 1) => {
  bar.value = (100 * done) / all;
  const figures = { done: Math.floor(done / 1024), all: Math.ceil(all / 1024) };
  const shown = new Intl.NumberFormat(document.documentElement.lang);
  told.textContent = text.replace(/\{(done|all)\}/g, (_, name) => shown.format(figures[name]));
};

const pause = (length) => new Promise((go) => {
  const timer = setTimeout(go, length);
  addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
});

/* One request, asked again until the portal answers it; null for "the line is cut". */
async function ask(method, address, body, cut) {
  for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      const answer = await fetch(address, {
        method, body, redirect: "manual", headers: { "X-CSRFToken": form.csrf_token?.value ?? "" },
      });
      if (answer.status < 500 || answer.type === "opaqueredirect") return await read(answer);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    cut();
    await pause(wait);
  }
}

async function read(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  if (!kind.startsWith("application/json")) throw new Refused(box.dataset.out);
  const said = await answer.json();
  if (!answer.ok && said.offset === undefined) throw new Refused(said.message);
  return said;
}

async function fingerprint(file) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* What to ask next: to take the part at this place, or to finish. */
async function next(begun, file, offset) {
  if (offset >= file.size) return ["POST", begun.finish, null];
  const part = await file.slice(offset, offset + begun.chunk).arrayBuffer();
  return ["PATCH", `${begun.address}?offset=${offset}`, part];
}

async function send(file) {
  let offset = 0;
  const cut = () => tell(box.dataset.cut, offset, file.size);
  tell(box.dataset.reading);
  const about = new URLSearchParams({
    name: file.name, size: file.size, sha256: await fingerprint(file),
    purpose: form.purpose.value, title: form.title.value,
  });
  const begun = await ask("POST", box.dataset.upload, about, cut);
  for (let said = begun; !said.next;) {
    offset = said.offset;
    tell(offset < file.size ? box.dataset.sending : box.dataset.checking, offset, file.size);
    said = await ask(...await next(begun, file, offset), cut);
    if (said.next) location.assign(said.next);
  }
}

/* The file that was cut is chosen again: what it is was said before. */
form?.file.addEventListener("change", () => {
  const file = form.file.files[0];
  for (const row of document.querySelectorAll("[data-cut][data-size]")) {
    if (file && row.dataset.cut === file.name && Number(row.dataset.size) === file.size) {
      form.purpose.value = row.dataset.purpose;
      form.title.value = row.dataset.title;
    }
  }
});

form?.addEventListener("submit", async (event) => {
  const file = form.file.files[0];
  if (!file || file.size === 0) return;
  event.preventDefault();
  box.hidden = false;
  button.disabled = true;
  try {
    if (file.size > Number(box.dataset.largest)) throw new Refused(box.dataset.tooLarge);
    await send(file);
  } catch (error) {
    tell(error.message);
    box.classList.add("refused");
    button.disabled = false;
  }
});
