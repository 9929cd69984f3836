/* Adds the budget up while it is typed, by the rules that the server judges by when it is saved. */
"use strict";
const desk = document.querySelector("[data-budget]");
const live = desk?.querySelector(".live");
const lang = document.documentElement.lang;
const money = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });

/* An amount as people type it: 1 200 000, 1,200,000.50 or 1200000,50. */
function amount(text) {
  const plain = text.replace(/[\s’]/g, "");
  const place = Math.max(plain.lastIndexOf(","), plain.lastIndexOf("."));
  if (place < 0) return Number(plain || "0");
  const [head, mark, tail] = [plain.slice(0, place), plain[place], plain.slice(place + 1)];
  const whole = head.replace(/[.,]/g, "");
  if (tail.length === 3 && (head.includes(mark) || mark === ",")) return Number(whole + tail);
  return Number(`${whole}.${tail}`);
}

const cents = (value) => Math.round((value + Number.EPSILON) * 100) / 100;
const value = (row, name) => row.querySelector(`[name$="-${name}"]`)?.value ?? "";

function read(row) {
  const typed = (name, usual) => amount(value(row, name).trim() || usual);
  const cost = cents(typed("quantity", "0") * typed("unit_cost", "0") * typed("months", "1"));
  const charged = cents((cost * typed("share", "100")) / 100);
  return { category: value(row, "category"), charged, own: value(row, "own"), rest: cents(cost - charged) };
}

function show(box, sum, over) {
  const written = [desk.dataset.currency, money.format(sum)];
  box.querySelector("output").textContent = (lang === "fr" ? written.reverse() : written).join(" ");
  const warning = box.querySelector(".over");
  if (warning) warning.hidden = !over;
  return over ? `${box.querySelector("dt").textContent}: ${warning?.textContent ?? ""}` : "";
}

function add() {
  const sums = { cash: 0, kind: 0 };
  const parts = {};
  for (const row of desk.querySelectorAll("tbody tr")) {
    const line = read(row);
    const figure = row.querySelector("[data-total]");
    figure.textContent = line.charged || line.rest ? money.format(line.charged) : "";
    if (!line.category || Number.isNaN(line.charged)) continue;
    parts[line.category] = (parts[line.category] ?? 0) + line.charged;
    sums[line.own] = (sums[line.own] ?? 0) + line.rest;
  }
  const direct = Object.values(parts).reduce((all, each) => all + each, 0);
  const percent = amount(desk.querySelector("[name=indirect]").value);
  parts.indirect = cents((direct * (percent || 0)) / 100);
  const spoken = [];
  for (const box of live.querySelectorAll("[data-category]")) {
    const code = box.dataset.category;
    const most = code === "indirect" ? desk.dataset.indirectCeiling : box.dataset.most;
    box.hidden = !parts[code];
    spoken.push(show(box, parts[code] ?? 0, most && parts[code] > (direct * most) / 100 + 0.01));
  }
  const total = cents(direct + parts.indirect);
  for (const box of live.querySelectorAll("[data-sum]")) {
    const sum = box.dataset.sum === "total" ? total : sums[box.dataset.sum];
    spoken.push(show(box, sum, box.dataset.sum === "total" && total > Number(desk.dataset.ceiling)));
  }
  live.hidden = false;
  const said = spoken.filter(Boolean).join(". ");
  const status = live.querySelector("[data-spoken]");
  if (status.textContent !== said) status.textContent = said;
}

if (desk) {
  desk.addEventListener("input", add);
  add();
}
