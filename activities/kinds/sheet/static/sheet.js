// Takes a row off a page of one's own: its boxes are emptied and saved so, and the row is free again.
document.getElementById("floor").addEventListener("click", event => {
  const button = event.target.closest("[data-row-off]");
  if (!button) return;
  const boxes = [...button.closest("[data-row]").querySelectorAll("textarea")];
  for (const box of boxes) {
    box.value = "";
    box.form.requestSubmit();
  }
  boxes[0].focus();
});
