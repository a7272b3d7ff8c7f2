// How many parts stand in a slot (or in several together), written into every [data-count] that names it. The floor is redrawn whole, so both are looked up anew.

function count() {
  for (const place of document.querySelectorAll("[data-count]")) {
    const slots = place.dataset.count.split(" ").map(name => `[data-slot="${CSS.escape(name)}"] > *`);
    const n = String(document.querySelectorAll(slots.join()).length);
    if (place.textContent !== n) place.textContent = n;
  }
}
count();
new MutationObserver(count).observe(document.getElementById("floor"), { subtree: true, childList: true });
