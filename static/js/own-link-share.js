// Copy one's own link, or hand it to another app of this phone. The link goes nowhere by itself.
const box = document.querySelector("[data-link]");
const said = document.querySelector("[data-copied]");

function tell(done) {
  said.textContent = done ? said.dataset.done : said.dataset.failed;
  said.hidden = false;
}

// On a laptop's own network there is no HTTPS, and without it browsers have no clipboard for pages but this old one.
function copyMarked() {
  box.focus();
  box.setSelectionRange(0, box.value.length);
  try { return document.execCommand("copy"); } catch { return false; }
}

document.querySelector("[data-copy]").addEventListener("click", async () => {
  if (navigator.clipboard) {
    try { await navigator.clipboard.writeText(box.value); tell(true); return; } catch { /* the old way, then */ }
  }
  tell(copyMarked());
});

const share = document.querySelector("[data-share-link]");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => navigator.share({ text: box.dataset.shareText, url: box.value }).catch(() => {}));
}
box.addEventListener("focus", () => box.select());
