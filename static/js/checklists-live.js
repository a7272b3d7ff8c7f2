// What others do to this plan. The socket only says that something changed; this page then asks for its own pieces.
import { Live } from "./live.js";
import { place } from "./checklists-answers.js";

const SIGN_OF_LIFE = 10000, STILL_WRITING = 8000;

export function live(root) {
  const says = document.getElementById("says").dataset;
  const told = document.getElementById("saved");
  let { rev } = root.dataset, mark = "", asking = false, again = false, typed = 0, wrote = "", timer;

  const writing = () => {
    const line = Date.now() - typed < STILL_WRITING && document.activeElement?.closest("[data-question]")?.querySelector("[data-others]");
    return line ? line.dataset.others : "";
  };

  async function ask() {
    if (asking) { again = true; return; }
    asking = true;
    clearTimeout(timer);
    const { at, area, number } = root.dataset;
    wrote = writing();
    const query = new URLSearchParams(Object.entries({ rev, here: mark, writing: wrote, at, area, number }).filter(([, value]) => value));
    try {
      const answer = await fetch(`${root.dataset.live}?${query}`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000) });
      if (answer.status === 200) take(await answer.json());
    } catch { /* the line is down: the live floor says when it is back */ }
    asking = false;
    if (again) { again = false; ask(); }
    else timer = setTimeout(() => document.hidden || ask(), SIGN_OF_LIFE);
  }

  function take(frame) {
    rev = frame.rev;
    mark = frame.mark;
    place(frame.html);
    const here = document.getElementById("here");
    if (here) here.innerHTML = frame.here;
    for (const line of document.querySelectorAll("[data-others]")) {
      const name = frame.writing[line.dataset.others];
      const text = name ? says.writing.replace("%s", name) : "";
      if (line.textContent !== text) line.textContent = text;
    }
  }

  document.addEventListener("input", ({ target }) => {
    if (!target.closest("[data-question]")) return;
    typed = Date.now();
    if (writing() !== wrote) ask();
  });
  document.addEventListener("visibilitychange", () => document.hidden || ask());

  new Live({
    address: `/ws/plan/${root.dataset.plan}/`,
    poll: root.dataset.pulse,
    at: { rev: Number(rev), view: "", epoch: root.dataset.epoch },
    onFrame: () => ask(),
    onState: (state) => { if (state === "removed") { told.dataset.state = "failed"; told.textContent = says.stopped; } },
  });
  ask();
}
