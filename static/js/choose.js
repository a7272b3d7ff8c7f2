// Choices that hold each other: at most so many of a set, and a list that closes once one of it is chosen.

// [data-most="3"] around check boxes: a tick too many is taken off again and [data-most-said] says why. Before phone.js hears of it.
document.addEventListener("change", event => {
  const set = event.target.type === "checkbox" && event.target.closest("[data-most]");
  if (!set) return;
  const said = document.querySelector("[data-most-said]");
  const over = set.querySelectorAll("input[type=checkbox]:checked").length > Number(set.dataset.most);
  if (said) { said.hidden = !over; if (over) said.scrollIntoView({ block: "nearest" }); }
  if (!over) return;
  event.target.checked = false;
  event.stopPropagation();
}, true);

// A required radio says in our words what is missing ([data-missing]), not in the browser's. In a closed list nobody would hear it.
document.addEventListener("invalid", event => {
  if (event.target.dataset.missing) event.target.setCustomValidity(event.target.dataset.missing);
  const closed = event.target.closest("details:not([open])");
  if (closed) closed.open = true;
}, true);
document.addEventListener("change", event => {
  if (event.target.dataset.missing) for (const radio of document.getElementsByName(event.target.name)) radio.setCustomValidity("");
}, true);

// details[data-chooser] with radios: closes at a choice and shows it in [data-chosen].
document.addEventListener("change", event => {
  const chooser = event.target.type === "radio" && event.target.closest("details[data-chooser]");
  if (!chooser) return;
  show(chooser);
  if (!chooser.contains(document.activeElement) || !document.activeElement.matches(":focus-visible")) close(chooser);
});
// By keyboard the arrows choose while they move, so the list closes only at Enter.
document.addEventListener("keydown", event => {
  const chooser = event.key === "Enter" && event.target.type === "radio" && event.target.closest("details[data-chooser]");
  if (!chooser) return;
  event.preventDefault();
  close(chooser);
});

function show(chooser) {
  const place = chooser.querySelector("[data-chosen]"), radio = chooser.querySelector("input[type=radio]:checked");
  const words = radio && (radio.closest("label").querySelector("[data-name]") || radio.closest("label")).textContent.trim();
  if (place && words) place.textContent = words;
}

function close(chooser) {
  chooser.open = false;
  chooser.querySelector("summary").focus({ preventScroll: true });
}
