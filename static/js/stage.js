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

// A few notes are large; more are smaller, never below what the room can read. The columns of a board have one size;
// piles and loose notes have their own. What then does not fit is laid aside and counted: the oldest, or with data-wall="first" what stands last.
const SIZES = ["few", "", "many", "full"];
function fit() {
  const boards = new Map();
  for (const wall of floor.querySelectorAll("[data-wall]")) {
    const board = wall.closest(".board:not(.grouped)") || wall;
    boards.set(board, [...(boards.get(board) || []), wall]);
  }
  for (const walls of boards.values()) {
    for (const wall of walls) for (const note of wall.children) note.hidden = false;
    const size = Math.max(...walls.map(smallest));
    for (const wall of walls) { dress(wall, SIZES[size]); layAside(wall); }
  }
}

// The place in SIZES of the first that holds all notes of this wall; the last when none does.
function smallest(wall) {
  const first = wall.children.length > 8 ? 2 : 0;
  const found = SIZES.findIndex((name, i) => { if (i < first) return false; dress(wall, name); return !overflows(wall); });
  return found < 0 ? SIZES.length - 1 : found;
}

function layAside(wall) {
  const notes = [...wall.children];
  if (wall.dataset.wall === "first") notes.reverse();
  const show = aside => notes.forEach((note, i) => { note.hidden = i < aside; });
  const aside = overflows(wall) ? fewest(notes.length - 1, n => { show(n); return !overflows(wall); }) : 0;
  show(aside);
  const rest = wall.parentElement.querySelector("[data-rest]");
  if (rest) { rest.hidden = !aside; rest.textContent = rest.dataset.rest.replace("{n}", String(aside)); }
}

function dress(wall, size) {
  for (const name of SIZES) if (name) wall.classList.toggle(name, name === size || (name === "many" && size === "full"));
}

function overflows(wall) { return wall.scrollHeight > wall.clientHeight + 1 || wall.scrollWidth > wall.clientWidth + 1; }

// The smallest number from 0 to `most` that is enough; `most` when none is. Halving: each look at a wall lays it out anew.
function fewest(most, enough) {
  let low = 0, high = most;
  while (low < high) { const middle = (low + high) >> 1; if (enough(middle)) high = middle; else low = middle + 1; }
  return low;
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
