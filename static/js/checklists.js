// The script of every page of a plan. All of it works without, by plain forms and links.
import { start } from "./checklists-answers.js";
import { live } from "./checklists-live.js";
import "./making.js";

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
