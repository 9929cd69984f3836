/* Keeps what is typed on a page of a draft in this browser until the portal has it. htmx sends it. */
"use strict";
const PREFIX = "draft:";
const DAYS = 30 * 24 * 3600 * 1000;
const form = document.querySelector("form[data-autosave]");
const state = document.getElementById("autosave");
const key = PREFIX + location.pathname;
let sent = null;
let pause = 2000;
let timer = 0;

/* What is typed and chosen, by name: what the portal gives back is never among it. */
const controls = () => [...form.querySelectorAll("textarea, select, input:not([type=hidden])")]
  .filter((each) => each.name && !each.closest("#conflict"));
const isTicked = (each) => each.type === "radio" || each.type === "checkbox";

function fields() {
  const found = {};
  for (const each of controls()) {
    if (!isTicked(each)) found[each.name] = each.value;
    else found[each.name] = [found[each.name], each.checked ? each.value : ""].filter(Boolean).join(",");
  }
  return found;
}

function put(name, value) {
  for (const each of controls().filter((one) => one.name === name)) {
    if (isTicked(each)) each.checked = value.split(",").includes(each.value);
    else each.value = value;
  }
}

/* The same tidying as on the portal, so that only a real difference is told. */
const tidy = (text) => text.normalize("NFC")
  .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
  .replace(/[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]/g, "")
  .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
  .replace(/[\u2018-\u201b]/g, "'").replace(/[\u201c-\u201e]/g, '"').trim();

/* A figure of the budget as a figure, however it is typed; any other value as a text. */
const FIGURE = /^(lines-\d+-(quantity|unit_cost|months|share)|indirect)$/;

function plain(name, text) {
  const figure = FIGURE.test(name) && text.trim() ? amount(text) : NaN;
  return Number.isNaN(figure) ? tidy(text) : figure;
}

/* A budget without its blank rows, as the portal gives it back. */
function gist(found) {
  const rows = {};
  for (const [name, text] of Object.entries(found)) {
    const [place, part] = name.split("-").slice(1);
    if (part) (rows[place] ??= {})[part] = plain(name, text);
  }
  const typed = (row) => row.category || row.description || row.unit || row.quantity || row.unit_cost;
  return JSON.stringify([plain("indirect", found.indirect ?? ""), Object.values(rows).filter(typed)]);
}

const isBudget = document.querySelector("[data-budget]") !== null;
const differ = (one, other) => Object.keys(one).filter((name) => plain(name, one[name]) !== plain(name, other[name] ?? ""));
const same = (one, other) => differ(one, other).length === 0 || (isBudget && gist(one) === gist(other));

function keep(more = {}) {
  const { version, base } = form.elements;
  const kept = { fields: fields(), version: version.value, base: base?.value, at: Date.now(), ...more };
  try { localStorage.setItem(key, JSON.stringify(kept)); return true; } catch { return false; }
}

function kept() {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function forget(name = key) {
  try { localStorage.removeItem(name); } catch { /* nothing was kept then */ }
}

function forgetOld() {
  const old = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  for (const name of old) {
    if (!(JSON.parse(localStorage.getItem(name))?.at > Date.now() - DAYS)) forget(name);
  }
}

function tell(words) {
  state.replaceChildren(Object.assign(document.createElement("p"), { className: "unsaved", textContent: words }));
}

/* What a value says to a reader: the words beside a tick or of a choice, or the text itself. */
function said(name, value) {
  const mine = controls().filter((each) => each.name === name);
  if (mine[0]?.tagName === "SELECT") return [...mine[0].options].find((each) => each.value === value)?.text ?? value;
  if (!mine.some(isTicked)) return value;
  const chosen = value.split(",");
  return mine.filter((each) => chosen.includes(each.value)).map((each) => each.labels[0].textContent).join("\n");
}

const waits = () => form.querySelector("[data-take]") !== null;
const decides = () => waits() || document.getElementById("conflict")?.childElementCount > 0;

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => htmx.trigger(form, "autosave"), pause);
  pause = Math.min(pause * 2, 60000);
}

function offer(found) {
  const shown = document.getElementById("kept").content.cloneNode(true).firstElementChild;
  const now = fields();
  const other = differ(found.fields, now);
  shown.querySelector("[data-saved]").textContent = other.map((name) => said(name, now[name] ?? "")).join("\n\n");
  shown.querySelector("[data-kept]").textContent = other.map((name) => said(name, found.fields[name])).join("\n\n");
  shown.querySelector("[data-take]").addEventListener("click", () => take(found, other, shown));
  shown.querySelector("[data-drop]").addEventListener("click", () => { forget(); done(shown); });
  hold(true);
  form.prepend(shown);
}

/* Nothing is typed over a kept text before somebody has chosen. */
function hold(still) {
  for (const each of controls()) each.readOnly = still;
}

/* A decision for the merged text went through once the portal has a version above the one it was against. */
const isDecided = (found) => Number(form.elements.version.value) > (found.decided ?? Infinity);

function decide(event) {
  const own = document.getElementById("own-text");
  if (event.submitter?.value !== "merged" || tidy(own.textContent) !== tidy(fields().text)) return;
  keep({ decided: Number(form.elements.agreed.value) });
}

/* Goes on with the kept text under the version it grew from: the portal then compares. */
function take(found, names, shown) {
  const { version, base } = form.elements;
  for (const name of names) put(name, found.fields[name]);
  version.value = found.version;
  if (base) base.value = found.base ?? "";
  done(shown);
  htmx.trigger(form, "autosave");
}

function done(shown) {
  hold(false);
  shown.remove();
  controls()[0]?.focus();
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.closest("#conflict") || waits()) return;
    const lost = !keep();
    if (lost) tell(state.dataset.lost);
    else if (!decides()) tell(state.dataset.waiting);
  });
  form.addEventListener("submit", decide);
  form.addEventListener("click", (event) => { if (event.target.closest("[data-theirs]")) forget(); });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    if (decides()) event.preventDefault();
    else sent = fields();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const { status } = event.detail.xhr;
    if (event.target !== form) return;
    if (status >= 200 && status < 300) {
      pause = 2000;
      if (form.elements.base) form.elements.base.value = sent.text;
      if (same(fields(), sent)) forget(); else keep();
    } else if (status >= 500 || status === 429) {
      tell(state.dataset.silent);
      later();
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(name, (event) => {
      if (event.target !== form) return;
      tell(state.dataset.offline);
      later();
    });
  }
  window.addEventListener("online", () => {
    pause = 2000;
    if (kept()) htmx.trigger(form, "autosave");
  });
  try { forgetOld(); } catch { /* this browser keeps nothing */ }
  const found = kept();
  if (found && form.dataset.stands === "yes") {
    if (isDecided(found) || same(found.fields, fields())) forget(); else offer(found);
  }
}
