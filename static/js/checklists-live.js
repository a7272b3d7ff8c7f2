// What others do to this plan: ask every few seconds, put the changes in place, say who is here.
import { place } from "./checklists-answers.js";

const EVERY = 3000, SLOWEST = 30000, STILL_WRITING = 8000;

export function live(root) {
  let rev = root.dataset.rev, mark = "", pause = EVERY, timer, typed = 0;
  const says = document.getElementById("says").dataset;

  document.addEventListener("input", ({ target }) => { if (target.closest("[data-question]")) typed = Date.now(); });

  const writing = () => Date.now() - typed < STILL_WRITING ? document.activeElement?.closest("[data-question]")?.querySelector("[data-others]")?.dataset.others ?? "" : "";

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    const { at, area, number } = root.dataset;
    const query = new URLSearchParams(Object.entries({ rev, here: mark, writing: writing(), at, area, number }).filter(([, value]) => value));
    try {
      const response = await fetch(`${root.dataset.live}?${query}`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000) });
      if (response.status === 200) take(await response.json());
      if (response.status === 403 || response.status === 404) return;
      pause = response.ok ? EVERY : Math.min(pause * 2, SLOWEST);
    } catch { pause = Math.min(pause * 2, SLOWEST); }
    timer = setTimeout(ask, pause * (0.85 + Math.random() * 0.3));
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

  for (const [event, on] of [["visibilitychange", document], ["online", window], ["pageshow", window]]) on.addEventListener(event, () => { pause = EVERY; ask(); });
  ask();
}
