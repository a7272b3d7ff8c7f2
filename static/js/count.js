// How many parts stand in a slot, written into every [data-count] that names it. The floor is redrawn whole, so both are looked up anew.

function count() {
  for (const place of document.querySelectorAll("[data-count]")) {
    const slot = document.querySelector(`[data-slot="${CSS.escape(place.dataset.count)}"]`);
    const n = String(slot ? slot.children.length : 0);
    if (place.textContent !== n) place.textContent = n;
  }
}
count();
new MutationObserver(count).observe(document.getElementById("floor"), { subtree: true, childList: true });
