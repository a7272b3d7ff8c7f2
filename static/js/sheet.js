// Menu, I need… and the support card slide up over the step, so that nobody leaves a half-written note; and they need no signal.
// Without this file, or without <dialog>, the same links open pages.

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-sheet]");
  if (!link || event.metaKey || event.ctrlKey) return;
  const sheet = document.getElementById(`sheet-${link.dataset.sheet}`);
  if (!sheet || !sheet.showModal) return;
  event.preventDefault();
  const from = link.closest("dialog");
  if (from) from.close();
  sheet.showModal();
  sheet.scrollTop = 0;
});

for (const sheet of document.querySelectorAll("dialog.up")) {
  sheet.addEventListener("click", event => { if (event.target === sheet) sheet.close(); });
}
