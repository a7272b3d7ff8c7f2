// The box of an agreed sentence holds what stands, until somebody types in it. From then on it keeps the version they began
// from: saved on top of another's newer one, both stay, and people choose.
const floor = document.getElementById("floor");

const textOf = now => [...now.querySelectorAll(".agreed")].map(made => made.textContent).join("\n");

function follow() {
  for (const form of floor.querySelectorAll("form[data-agree]")) {
    const now = floor.querySelector(`[data-agreed="${CSS.escape(form.dataset.agree)}"]`);
    if (!now) continue;
    const field = form.querySelector("textarea[name=text]");
    const text = textOf(now);
    const typed = field.value.trim() !== "" && field.value !== field.defaultValue;
    form.querySelector("[data-behind]").hidden = !typed || (form.dataset.base || "0") === now.dataset.base;
    if (typed || document.activeElement === field && form.dataset.base === now.dataset.base) continue;
    if (form.dataset.base === now.dataset.base && field.value === text) continue;
    if (field.defaultValue !== text) field.defaultValue = text;
    if (field.value !== text) field.value = text;
    form.dataset.base = now.dataset.base;
    for (const radio of form.querySelectorAll("input[data-how]")) radio.value = `${form.dataset.agree}:${now.dataset.base}${radio.dataset.how}`;
  }
}

// Two versions side by side: one is kept, or both. What somebody has begun to type in the box stays there.
function keep(button) {
  const now = button.closest("[data-agreed]"), form = floor.querySelector(`form[data-agree="${CSS.escape(now.dataset.agreed)}"]`);
  if (!form) return;
  const both = button.dataset.keep === "both", field = form.querySelector("textarea[name=text]");
  const radios = [...form.querySelectorAll("input[data-how]")], chosen = radios.find(radio => radio.checked), values = radios.map(radio => radio.value), typed = field.value;
  for (const radio of radios) radio.value = `${form.dataset.agree}:${now.dataset.base}${radio.dataset.how}`;
  radios.find(radio => radio.dataset.how === (both ? "d" : button.dataset.keep)).checked = true;
  field.value = both ? textOf(now) : button.parentElement.querySelector(".agreed").textContent;
  form.requestSubmit();
  radios.forEach((radio, i) => { radio.value = values[i]; });
  chosen.checked = true;
  field.value = typed === field.defaultValue ? "" : typed;
}

floor.addEventListener("click", event => {
  const button = event.target.closest("[data-keep]");
  if (button) keep(button);
});
new MutationObserver(follow).observe(floor, { childList: true, subtree: true });
floor.addEventListener("input", follow);
floor.addEventListener("coprod:written", () => setTimeout(follow));
follow();
