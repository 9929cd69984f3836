/* Adds the visitor's own time beside each time of a call, when their zone is another one. */
"use strict";
const note = document.querySelector("[data-zone-note]");
const own = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  hourCycle: "h23", timeZoneName: "short",
});
for (const time of document.querySelectorAll("time[data-zone]")) {
  const line = document.createElement("span");
  line.className = "zone";
  line.textContent = `${own.format(new Date(time.dateTime))} (${note.dataset.zoneNote})`;
  time.after(line);
}
