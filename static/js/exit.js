// Exit quickly: this page is gone from the screen at the press, before anything is asked of the network, and Back does not return to it.
// If nothing answers, our own plain page with today's date stays.

function plainPage() {
  const date = document.createElement("p");
  date.textContent = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "full" }).format(new Date());
  document.title = date.textContent;
  document.documentElement.removeAttribute("data-surface");
  document.body.className = "away";
  document.body.replaceChildren(date);
}

export function leave(address) {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
  plainPage();
  window.dispatchEvent(new CustomEvent("coprod:left"));
  history.replaceState(null, "", address);
  if (navigator.onLine) location.replace(address);
}

document.addEventListener("click", event => {
  const link = event.target.closest && event.target.closest("a[data-exit]");
  if (!link) return;
  event.preventDefault();
  leave(link.href);
});
