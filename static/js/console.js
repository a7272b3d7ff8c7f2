// The facilitator's console: every form is sent without leaving the page; keys for what hands do most.
import { applyFrame } from "./apply.js";
import { startClock } from "./clock.js";
import { Live, positionOf } from "./live.js";

const floor = document.getElementById("floor");
const lost = document.getElementById("line-lost");
const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";

const live = new Live({
  address: floor.dataset.socket, poll: floor.dataset.since, at: positionOf(floor),
  onFrame(frame) { if (frame.m) return; const focused = focusedKey(); applyFrame(floor, frame); if (frame.f) refocus(focused); },
  onState(state) {
    if (lost) lost.hidden = state !== "lost";
    for (const button of floor.querySelectorAll("[data-next]")) button.setAttribute("aria-disabled", String(state === "lost"));
    if (state === "removed") location.reload();
  },
});
startClock(floor, () => live.offset);

function focusedKey() { return document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : null; }

// Next is still under the facilitator's hand after everything was drawn anew.
function refocus(key) {
  const same = key && floor.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (same) same.focus({ preventScroll: true });
}

document.addEventListener("submit", async event => {
  const form = event.target;
  if (form.method !== "post" || !form.hasAttribute("data-quiet")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter && event.submitter.name) body.set(event.submitter.name, event.submitter.value);
  if (form.dataset.sent) return;                            // a second press before the first is answered
  form.dataset.sent = "1";
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token() } });
    if (answer.status === 204 || answer.ok) live.catchUp(); else location.reload();
    if (form.hasAttribute("data-clear")) form.reset();
  } catch { if (lost) lost.hidden = false; }
  finally { delete form.dataset.sent; }
});

// A choice that needs no button of its own: a note's group.
floor.addEventListener("change", event => { if (event.target.form && event.target.form.hasAttribute("data-auto")) event.target.form.requestSubmit(); });

// N or a presenter's clicker (Page Down, right arrow, space) for Next; B or Page Up for Back; T one more minute; P pause.
const NEXT = ["n", "N", "PageDown", "ArrowRight", " "], BACK = ["b", "B", "PageUp", "ArrowLeft"];
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog")) return;
  if (event.target.matches("input") && (event.key === " " || event.key.startsWith("Arrow"))) return;   // these choose among radios
  if (event.key === "?") { const keys = document.getElementById("keys"); if (keys && keys.showModal) keys.showModal(); return; }
  if (document.documentElement.dataset.keys === "off") return;
  if (event.key === " " && event.target.closest("button, a, summary")) return;
  const row = event.target.closest("[data-note-row]");
  if (row && noteKey(row, event)) return;
  const name = NEXT.includes(event.key) ? "next" : BACK.includes(event.key) ? "back" : { t: "more", T: "more", p: "pause", P: "pause" }[event.key];
  const button = name && document.querySelector(`[data-key="${name}"]`);
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  event.preventDefault();
  button.click();
});

function noteKey(row, event) {
  const press = { u: "up", U: "up", k: "off", K: "off" }[event.key];
  const button = press && row.querySelector(`[name=what][value=${press}]`);
  if (button) { event.preventDefault(); const item = row.parentElement, after = item.nextElementSibling || item.previousElementSibling; button.click(); if (after) after.querySelector("[data-note-row]").focus(); return true; }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const item = row.parentElement, other = step === 1 ? item.nextElementSibling : step === -1 ? item.previousElementSibling : null;
  if (other) { event.preventDefault(); other.querySelector("[data-note-row]").focus(); return true; }
  return false;
}
window.coprod = { live };
