// Drag a chosen thing onto a place, as a shortcut for two presses: it chooses the card's radio and presses the place's button.
// Expects [data-sorter] around [data-drag] cards (a label with a radio) and [data-drop] places; the button has the place's value.
// A mouse takes a card anywhere, a finger by its [data-grip], so that a page can still be scrolled.
const FAR = 8;                                              // pixels before a press becomes a drag
let drag = null;

function placeAt(x, y) {
  const under = document.elementFromPoint(x, y);
  const place = under && under.closest("[data-drop]");
  return place && drag.sorter.contains(place) ? place : null;
}

function point(place) {
  for (const other of drag.sorter.querySelectorAll("[data-drop].over")) if (other !== place) other.classList.remove("over");
  if (place) place.classList.add("over");
}

function start(event) {
  drag.ghost = document.createElement("div");
  drag.ghost.className = "dragged note";
  drag.ghost.setAttribute("aria-hidden", "true");
  drag.ghost.textContent = drag.card.textContent.trim();
  document.body.append(drag.ghost);
  drag.card.classList.add("dragging");
  drag.card.querySelector("input[type=radio]").checked = true;   // on a phone this brings up the places under the thumb
  drag.card.setPointerCapture(event.pointerId);
}

function stop() {
  if (!drag) return;
  point(null);
  drag.card.classList.remove("dragging");
  if (drag.ghost) drag.ghost.remove();
  drag = null;
}

function drop(place) {
  const radio = drag.card.querySelector("input[type=radio]");
  const wanted = place.dataset.drop;
  const button = [...drag.sorter.querySelectorAll("button[form]")].find(b => b.value === wanted && b.getAttribute("form") === radio.getAttribute("form"));
  if (!button) return;
  button.click();
}

document.addEventListener("pointerdown", event => {
  const card = event.target.closest && event.target.closest("[data-drag]");
  if (!card || event.button !== 0 || (event.pointerType !== "mouse" && !event.target.closest("[data-grip]"))) return;
  drag = { card, sorter: card.closest("[data-sorter]"), x: event.clientX, y: event.clientY, id: event.pointerId, ghost: null };
});

document.addEventListener("pointermove", event => {
  if (!drag || event.pointerId !== drag.id) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
  if (!drag.card.isConnected) { stop(); return; }           // the card was renewed under the hand
  if (!drag.ghost) start(event);
  drag.ghost.style.transform = `translate(${event.clientX + 10}px, ${event.clientY - 30}px)`;
  point(placeAt(event.clientX, event.clientY));
  event.preventDefault();
});

document.addEventListener("pointerup", event => {
  if (!drag || event.pointerId !== drag.id) return;
  const place = drag.ghost && drag.card.isConnected ? placeAt(event.clientX, event.clientY) : null;
  const dragged = Boolean(drag.ghost);
  if (place) drop(place);
  stop();
  if (!dragged) return;
  const swallow = click => { if (click.isTrusted) click.preventDefault(); };   // the click that ends a drag is no press
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
});
document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", event => { if (event.key === "Escape") stop(); });
