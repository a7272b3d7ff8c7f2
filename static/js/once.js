// A form that is on its way is not sent again: a second press waits for the answer to the first. Where another script sends the
// form, that script sees to it. Without this file the server still makes one thing of two presses (coprod/once.py).
const PATIENCE = 15000;   // milliseconds; whoever stopped the page from loading, or lost the line, may press again

function free(form) {
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("[data-pressed]")) delete button.dataset.pressed;
}

window.addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.hasAttribute("aria-busy")) { event.preventDefault(); return; }
  form.setAttribute("aria-busy", "true");
  if (event.submitter) event.submitter.dataset.pressed = "";
  setTimeout(free, PATIENCE, form);
});

// Back brings the page as it was left.
window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[aria-busy]")) free(form); });
