// The script of every page of a plan. All of it works without, by plain forms and links.
import { start } from "./checklists-answers.js";
import { live } from "./checklists-live.js";

const root = document.querySelector("[data-live]");
if (root) {
  start(root.dataset.plan);
  live(root);
}

document.addEventListener("change", ({ target }) => { if (target.matches("[data-send]")) target.form.requestSubmit(); });

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  // A laptop on plain HTTP has no clipboard interface; the old command still works there.
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
  button.textContent = button.dataset.copied;
});

const making = document.querySelector("[data-making]");
if (making) {
  const show = (name) => { for (const part of ["wait", "ready", "failed"]) making.querySelector(`[data-${part}]`).hidden = part !== name; };
  const ask = async () => {
    let file = {};
    try { file = await (await fetch(making.dataset.making, { headers: { Accept: "application/json" } })).json(); } catch { /* the line is down: ask again */ }
    if (file.failure) { making.querySelector("[data-why]").textContent = file.failure; show("failed"); }
    else if (file.ready) { show("ready"); location.assign(making.dataset.making); }
    else setTimeout(ask, 1000);
  };
  setTimeout(ask, 700);
}
