// From a page of one's own: tick lines, see exactly what others will see, then share them. Nothing is sent before that last press.
const floor = document.getElementById("floor");
const boxOf = element => element.closest("[data-share]");
const ticked = box => [...box.querySelectorAll("input[data-card]:checked")];

function turn(box, preview) {
  box.querySelector("[data-pick]").hidden = preview;
  box.querySelector("[data-preview]").hidden = !preview;
  box.querySelector("[data-none]").hidden = true;
  scrollTo(0, 0);
}

function see(box) {
  const chosen = ticked(box);
  if (!chosen.length) { box.querySelector("[data-none]").hidden = false; return; }
  box.querySelector("[data-cards]").replaceChildren(...chosen.map(input => {
    const card = document.getElementById(input.dataset.card).content.firstElementChild.cloneNode(true);
    Object.assign(card.dataset, { zone: input.dataset.zone, text: input.dataset.text });
    return card;
  }));
  turn(box, true);
  box.querySelector("[data-preview] h2").focus({ preventScroll: true });
}

// What is sent is what the cards say, even when the page was renewed meanwhile.
function share(box) {
  for (const card of box.querySelectorAll("[data-cards] > *"))
    window.coprod.outbox.add({ verb: "note", step: box.dataset.step, zone: card.dataset.zone, text: card.dataset.text });
  for (const input of ticked(box)) input.checked = false;
  box.querySelector("[data-cards]").replaceChildren();
  turn(box, false);
  const own = document.getElementById("my-notes-here");
  if (own) { own.tabIndex = -1; own.focus(); }
}

floor.addEventListener("click", event => {
  const button = event.target.closest("[data-see], [data-go-back], [data-share-now]");
  if (!button) return;
  const box = boxOf(button);
  if (button.matches("[data-see]")) see(box);
  else if (button.matches("[data-go-back]")) { turn(box, false); box.querySelector("[data-see]").focus(); }
  else share(box);
});
floor.addEventListener("change", event => {
  const box = event.target.matches("input[data-card]") && boxOf(event.target);
  if (box) box.querySelector("[data-none]").hidden = true;
});
