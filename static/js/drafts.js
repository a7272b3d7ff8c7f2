// Words begun on this phone and not sent. Each box's words are kept as they are typed, under its step and its name. While their box
// is away (the room went on, or waits in a pause) they stand at the top of the page, until it comes back or their writer decides.
const memory = new Map();                          // where the browser keeps nothing, the page does

export const store = {
  get(key) { try { return localStorage.getItem(key) || ""; } catch { return memory.get(key) || ""; } },
  set(key, value) { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { memory.set(key, value); } },
  names() { try { return Object.keys(localStorage); } catch { return [...memory.keys()]; } },
};

export class Drafts {
  // onKeep({step, text}): somebody keeps words whose box is away for themselves
  constructor({ floor, room, onKeep }) {
    Object.assign(this, { floor, onKeep, start: `coprod:${room}:draft:` });
  }

  // An own-page box is known by what it asks, others by a name of their own or by what they write.
  key(field) {
    const form = field.form, step = form.querySelector("[name=step]");
    return `${this.start}${step ? step.value : ""}:${form.dataset.item || form.dataset.draft || form.dataset.write}`;
  }

  get(field) { return store.get(this.key(field)); }
  keep(field) { store.set(this.key(field), field.value === field.defaultValue ? "" : field.value); }
  forget(field) { store.set(this.key(field), ""); }

  boxes() { return [...this.floor.querySelectorAll("form[data-write] textarea, form[data-write] input[type=text]")]; }

  // Drafts whose box is not on the page: [{key, step, text}].
  away() {
    const here = new Set(this.boxes().map(field => this.key(field)));
    return store.names().filter(key => key.startsWith(this.start) && !here.has(key) && store.get(key).trim())
      .map(key => ({ key, step: key.slice(this.start.length).split(":")[0], text: store.get(key) }));
  }

  // Shows those of `away()` that `which` chooses, and only those.
  show(which) {
    const shown = this.away().filter(which);
    for (const section of this.floor.querySelectorAll("[data-moved-on]"))
      if (!shown.some(draft => draft.key === section.dataset.movedOn)) section.remove();
    for (const draft of shown) if (!this.section(draft.key)) this.floor.prepend(this.build(draft));
  }

  section(key) { return this.floor.querySelector(`[data-moved-on="${CSS.escape(key)}"]`); }

  build({ key, step, text }) {
    const section = document.getElementById("moved-on").content.cloneNode(true).firstElementChild;
    section.dataset.movedOn = key;
    section.querySelector("[data-fill=text]").textContent = text;
    const paused = Boolean(this.floor.querySelector("[data-paused]"));   // then nothing is to be decided: the box comes back with its words
    for (const part of section.querySelectorAll(paused ? "[data-unless-paused]" : "[data-if-paused]")) part.remove();
    section.addEventListener("click", event => {
      const what = event.target.closest("[data-choice]");
      if (!what) return;
      if (what.dataset.choice === "keep") this.onKeep({ step, text });
      store.set(key, "");
      section.remove();
      const head = this.floor.querySelector("h1");
      if (head) { head.tabIndex = -1; head.focus(); }
    });
    return section;
  }
}
