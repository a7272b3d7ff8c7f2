// Several questions in one phase, one at a time: the first without an answer shows; an answer or a skip goes on to the next.
// What shows stays until somebody goes on: answers given before may come late, and a question that leaves under a finger gets the
// answer of another. Without a script all stand below each other, and every form works. Loaded after phone.js, which fills answers in.
const floor = document.getElementById("floor");
const places = new Map();                                  // step and phase -> the turn that shows

const turnsOf = box => [...box.children].filter(child => child.matches("[data-turn]"));
const keyOf = box => { const step = box.closest("[data-current-step]"); return step ? `${step.dataset.currentStep}.${step.dataset.phase}` : ""; };

function firstOpen(turns) {
  const open = turns.findIndex(turn => turn.querySelector("form[data-item]:not(.answered)"));
  return open < 0 ? turns.length - 1 : open;
}

function show(box, at, focus) {
  const turns = turnsOf(box);
  const index = Math.max(0, Math.min(at, turns.length - 1));
  turns.forEach((turn, i) => { turn.hidden = i !== index; });
  places.set(keyOf(box), index);
  if (!focus) return;
  const head = turns[index].querySelector("h2");
  if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
  scrollTo(0, 0);
}

function arrange() {
  for (const box of floor.querySelectorAll("[data-one-by-one]")) show(box, places.get(keyOf(box)) ?? firstOpen(turnsOf(box)), false);
}

function go(element, by) {
  const box = element.closest("[data-one-by-one]"), turn = element.closest("[data-turn]");
  if (box && turn) show(box, turnsOf(box).indexOf(turn) + by, true);
}

floor.addEventListener("coprod:settled", arrange);
floor.addEventListener("coprod:written", event => { if (event.detail.verb !== "clear") go(event.target, 1); });
floor.addEventListener("click", event => {
  const link = event.target.closest("[data-go]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.go === "first") go(link, -Infinity); else go(link, Number(link.dataset.go));
});

// Pressed without a choice: say so in words beside the button, as soon as it is pressed and until something is chosen.
floor.addEventListener("submit", event => {
  const none = event.target.querySelector("[data-choose-first]");
  if (!none || (event.submitter && event.submitter.name === "verb")) return;
  none.hidden = Boolean(event.target.querySelector("[name=value]:checked"));
}, true);
floor.addEventListener("change", event => {
  const none = event.target.form && event.target.form.querySelector("[data-choose-first]");
  if (none) none.hidden = true;
});
arrange();
