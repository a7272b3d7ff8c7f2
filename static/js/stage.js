// The big screen: follows the room, counts the clock down, and never lets a full wall run over the edge.
import { applyFrame } from "./apply.js";
import { startClock } from "./clock.js";
import { Live, positionOf } from "./live.js";

const floor = document.getElementById("floor");
const live = new Live({
  address: floor.dataset.socket, poll: floor.dataset.since, at: positionOf(floor),
  onFrame(frame) {
    applyFrame(floor, frame);
    fit();
  },
});
startClock(floor, () => live.offset);

// A column that is too full lays its oldest notes aside and says how many; nothing shrinks below what the room can read.
function fit() {
  for (const wall of floor.querySelectorAll("[data-wall]")) {
    const notes = [...wall.children];
    for (const note of notes) note.hidden = false;
    wall.classList.toggle("many", notes.length > 3);
    let aside = 0;
    while (aside < notes.length - 1 && (wall.scrollHeight > wall.clientHeight + 1 || wall.scrollWidth > wall.clientWidth + 1)) notes[aside++].hidden = true;
    const rest = wall.parentElement.querySelector("[data-rest]");
    if (rest) { rest.hidden = !aside; rest.textContent = rest.dataset.rest.replace("{n}", String(aside)); }
  }
}
fit();
addEventListener("resize", fit);
if (document.fonts) document.fonts.ready.then(fit);
if (navigator.wakeLock) {
  const awake = () => document.visibilityState === "visible" && navigator.wakeLock.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", awake);
  awake();
}
window.coprod = { live };
