/* Keys of the scoring desk: a figure chooses a score, Control and Enter saves and goes on. */
"use strict";
{
  const scores = document.querySelector("[data-scores]");
  const onward = document.querySelector("[data-onward]");
  const WAIT = 800;
  let typed = "";
  let last = 0;

  const option = (value) => scores.querySelector(`input[value="${value}"]`);

  /* Two figures soon after each other are one score, where the scale has it. */
  function choose(figure) {
    typed = Date.now() - last < WAIT && option(typed + figure) ? typed + figure : figure;
    last = Date.now();
    const chosen = option(typed);
    if (!chosen) return;
    chosen.checked = true;
    chosen.focus();
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
  }

  scores?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^\d$/.test(event.key)) return;
    event.preventDefault();
    choose(event.key);
  });

  onward?.form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onward.form.requestSubmit(onward);
  });
}
