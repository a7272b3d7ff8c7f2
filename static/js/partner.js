// A line from one's partner, put on one's own page: onto the question that was chosen, as one more line.
const floor = document.getElementById("floor");

const boxes = () => [...floor.querySelectorAll(".own-page form[data-stays]")];

function offer() {
  for (const row of floor.querySelectorAll("[data-adopt]")) {
    const select = row.querySelector("select"), chosen = select.value;
    select.replaceChildren(...boxes().map(form => new Option(form.querySelector("label").textContent, form.dataset.item)));
    if (chosen) select.value = chosen;
    row.hidden = !select.options.length;
  }
}

function adopt(row) {
  const form = boxes().find(box => box.dataset.item === row.querySelector("select").value);
  if (!form) return;
  const word = row.closest("[data-pair-word]"), field = form.querySelector("textarea");
  field.value = [field.value.trimEnd(), word.querySelector(".text").textContent.trim()].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  form.requestSubmit();
  word.querySelector("form[data-write=drop]").requestSubmit();
  field.focus();
}

floor.addEventListener("click", event => {
  const button = event.target.closest("[data-adopt] button");
  if (button) adopt(button.closest("[data-adopt]"));
});
floor.addEventListener("coprod:settled", offer);
offer();
