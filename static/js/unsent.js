// Says what would be lost before a phone is cleared.
for (const warning of document.querySelectorAll("[data-unsent]")) {
  try { warning.hidden = !(JSON.parse(localStorage.getItem(warning.dataset.unsent)) || []).length; } catch { /* nothing is kept here */ }
}
