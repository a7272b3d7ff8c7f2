// Next and Back of a workbook: first what is in the boxes is saved, then the page turns. Without this file they are plain forms.
const floor = document.getElementById("floor");
const failed = () => floor.querySelector("[data-turn-failed]");
let turning = false;

function saveBoxes() {
  if (document.activeElement && document.activeElement.form) document.activeElement.blur();
  for (const form of floor.querySelectorAll("form[data-write=note], form[data-write=keep]")) {
    const box = form.querySelector("textarea[name=text]");
    if (box && box.value.trim() && box.value !== (form.dataset.kept ?? box.defaultValue)) form.requestSubmit();
  }
}

async function sent(patience = 6000) {
  const waiting = () => window.coprod.outbox.entries().some(entry => entry.state === "waiting");
  for (const until = Date.now() + patience; waiting() && Date.now() < until;) await new Promise(done => setTimeout(done, 60));
  return !waiting();
}

async function turn(form, button) {
  const body = new FormData(form);
  if (button && button.name) body.set(button.name, button.value);
  try {
    if (!await sent()) return false;
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.ok;
  } catch { return false; }
}

floor.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("[data-turn-page]") || !form.requestSubmit) return;
  event.preventDefault();
  if (turning) return;
  turning = true;
  saveBoxes();
  if (await turn(form, event.submitter)) { location.replace(floor.dataset.page); return; }
  turning = false;
  if (failed()) { failed().hidden = false; failed().scrollIntoView({ block: "center" }); }
});
