// A page that waits for a file: asks until it is there, then opens it. Without this, a link on the page asks.
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
