// Read aloud: the page's own words in the browser's voice. Never what the person wrote: other people sit near.

const button = document.querySelector("[data-read-aloud]");
const parts = "h1, h2, h3, p, li, legend, label, dt, dd";
const silent = "[data-private], [hidden], [aria-hidden='true'], .needs-js:not(.js *), dialog, template, nav, .vh, .foot, .skipped:not(:target)";
let playing = false;

function sentences(place) {
  return [...place.querySelectorAll(parts)]
    .filter(el => !el.closest(silent) && !el.querySelector(parts))
    .map(el => el.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}

function label(on) {
  playing = on;
  if (!button) return;
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("span").textContent = on ? button.dataset.stop : button.dataset.start;
}

export function stop() { speechSynthesis.cancel(); label(false); }

export function readAloud(place = document.querySelector("main")) {
  speechSynthesis.cancel();
  const words = place ? sentences(place) : [];
  if (!words.length) return label(false);
  // One utterance for each sentence: some phones cut a long one off.
  words.forEach((text, i) => {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang;
    said.rate = 0.95;
    if (i === words.length - 1) said.onend = () => label(false);
    speechSynthesis.speak(said);
  });
  label(true);
}

if ("speechSynthesis" in window && button) {
  button.hidden = false;
  button.addEventListener("click", () => playing ? stop() : readAloud());
  window.addEventListener("pagehide", stop);
  window.addEventListener("coprod:left", stop);

  // "Read each question aloud": when the step or its phase changes.
  const view = () => document.getElementById("floor")?.dataset.view;
  let seen = view();
  new MutationObserver(() => {
    if (view() === seen) return;
    seen = view();
    if (document.documentElement.dataset.read) readAloud();
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-view"] });
}
