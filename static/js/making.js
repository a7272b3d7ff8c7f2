// A page that waits for a file: asks until it is there, then opens it. Without this, a link on the page asks.
// It asks less and less often, and no two pages in step, so that those who wait do not slow down a room that is live.
const FIRST = 700, GROWS = 1.3, LAST = 5000;   // milliseconds
const making = document.querySelector("[data-making]");
if (making) {
  const show = (name) => { for (const part of ["wait", "ready", "failed"]) making.querySelector(`[data-${part}]`).hidden = part !== name; };
  let wait = FIRST;
  const askLater = () => { setTimeout(ask, wait * (0.85 + 0.3 * Math.random())); wait = Math.min(LAST, wait * GROWS); };
  const ask = async () => {
    let file = {};
    try { file = await (await fetch(making.dataset.making, { headers: { Accept: "application/json" } })).json(); } catch { /* the line is down: ask again */ }
    if (file.failure) { making.querySelector("[data-why]").textContent = file.failure; show("failed"); }
    else if (file.ready) { show("ready"); location.assign(making.dataset.making); }
    else askLater();
  };
  askLater();
}
