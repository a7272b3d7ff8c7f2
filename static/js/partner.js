// Partners and the pen: the buttons on what only this phone shows, and a line from one's partner put on one's own page.
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

// Parts never hold a token, so these forms are sent from here; the server then tells every phone that it concerns.
async function send(form, button) {
  const body = new URLSearchParams({ [button.name]: button.value });
  const token = (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
    if (!answer.ok) throw new Error(answer.status);
    window.coprod.fetchMine(0);
  } catch {
    const wrong = form.querySelector(".error") || form.appendChild(Object.assign(document.createElement("p"), { className: "error" }));
    wrong.setAttribute("role", "alert");
    wrong.textContent = document.getElementById("phone-words").dataset.unreached;
  } finally { button.disabled = false; }
}

floor.addEventListener("submit", event => {
  if (!event.target.hasAttribute("data-together") || !event.submitter) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
