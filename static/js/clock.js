// Shows the time of day in every [data-time], the seconds of a stopped timer in [data-left-seconds], and
// counts down to the time that a [data-ends] element names (milliseconds since 1970, by the server's clock). Zero is where it stops:
// nothing happens by itself, nothing flashes, and a screen reader is not told every second.
export function startClock(root, offset) {
  const figures = left => `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
  function show() {
    const now = new Date(Date.now() + offset());
    const time = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
    for (const clock of root.querySelectorAll("[data-time]")) if (clock.textContent !== time) clock.textContent = time;
    for (const clock of root.querySelectorAll("[data-left-seconds]")) clock.textContent = figures(Number(clock.dataset.leftSeconds));
    for (const clock of root.querySelectorAll("[data-ends]")) {
      const left = Math.max(0, Math.round((Number(clock.dataset.ends) - Date.now() - offset()) / 1000));
      const text = figures(left);
      if (clock.textContent !== text) clock.textContent = text;
      const over = clock.closest("[data-clock]");
      if (over) over.toggleAttribute("data-over", left === 0);
    }
  }
  setInterval(show, 250);
  show();
}
