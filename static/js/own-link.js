// Opens one's own link: the key stands after the "#", which the browser sends to nobody. It leaves the address bar before anything
// else, then goes to the server in the body of a form, which no log keeps.
const form = document.querySelector("[data-own-link]");

function open() {
  const key = decodeURIComponent(location.hash.slice(1));
  if (!key) return;
  history.replaceState(null, "", location.pathname);
  form.querySelector("[name=link]").value = key;
  document.querySelector("[data-opening]").hidden = false;
  form.hidden = true;
  form.submit();
}

// Back from the next page may bring this one back as it was left.
window.addEventListener("pageshow", event => {
  if (!event.persisted) return;
  form.reset();
  form.hidden = false;
  document.querySelector("[data-opening]").hidden = true;
});
window.addEventListener("hashchange", open);
open();
