// What was written on this phone and has not been acknowledged. Kept in local storage, sent in order, tried again until the
// server answers. An entry that was tried once never changes: a change or a take-back is a new entry behind it.

const FIRST_RETRY = 500, LAST_RETRY = 15000;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export class Outbox {
  // onChange(entries) after every change; onSaved(entry, answer) and onRefused(entry, message) once for each entry
  constructor({ key, address, token, onChange = () => {}, onSaved = () => {}, onRefused = () => {} }) {
    Object.assign(this, { key, address, token, onChange, onSaved, onRefused });
    this.retry = FIRST_RETRY;
    this.memory = null;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("pageshow", () => this.flush());
    window.addEventListener("storage", event => event.key === key && this.onChange(this.entries()));
    this.onChange(this.entries());
    this.flush();
  }

  entries() {
    if (this.memory) return this.memory;
    try { return JSON.parse(localStorage.getItem(this.key)) || []; } catch { return []; }
  }

  store(entries) {
    try { localStorage.setItem(this.key, JSON.stringify(entries)); } catch { this.memory = entries; }  // storage full or off: keep it in the page
    this.onChange(entries);
  }

  add(fields) {
    const entry = { id: newId(), fields, state: "waiting" };
    this.store([...this.entries(), entry]);
    this.flush();
    return entry;
  }

  // Takes back an entry that still waits, and returns it; undefined when another tab has sent it. One that was tried may have arrived,
  // or may yet: the server is told by its id.
  takeBack(id) {
    const entry = this.entries().find(e => e.id === id);
    this.drop(id);
    if (entry && entry.tried) this.add({ verb: "take-back", step: entry.fields.step, unsent: id });
    return entry;
  }

  drop(id) { this.store(this.entries().filter(entry => entry.id !== id)); }

  again(id) {
    this.store(this.entries().map(entry => entry.id === id ? { ...entry, state: "waiting", message: "" } : entry));
    this.flush();
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    try {
      for (;;) {
        const entry = this.entries().find(e => e.state === "waiting");
        if (!entry) { this.retry = FIRST_RETRY; break; }
        if (!await this.send(entry)) { this.later(); break; }
      }
    } finally { this.sending = false; }
  }

  later() {
    this.timer = setTimeout(() => this.flush(), this.retry * (0.5 + Math.random()));
    this.retry = Math.min(LAST_RETRY, this.retry * 1.8);
  }

  // True when the entry has been answered for good.
  async send(entry) {
    if (!entry.tried) this.store(this.entries().map(e => e.id === entry.id ? { ...e, tried: true } : e));
    const body = new URLSearchParams({ ...entry.fields, id: entry.id });
    let answer, told;
    try {
      answer = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": this.token() }, signal: limit(20000) });
      if (answer.status !== 200 && answer.status !== 422) return this.failed(entry, answer.status);
      told = await answer.json();
    } catch { return false; }
    if (answer.status === 200) {
      this.learn(entry, told);
      this.drop(entry.id);
      this.onSaved(entry, told);
    } else {
      this.refuse(entry, told.message);
    }
    return true;
  }

  failed(entry, status) {
    if (status !== 403 && status !== 404 && status !== 413) return false;  // overloaded or restarting: try again
    this.refuse(entry, "");
    return true;
  }

  refuse(entry, message) {
    this.store(this.entries().map(e => e.id === entry.id ? { ...e, state: "refused", message } : e));
    this.onRefused(entry, message);
  }

  // Entries behind this one may be about the note it made.
  learn(entry, told) {
    if (!told.note) return;
    this.store(this.entries().map(e => e.fields.of === entry.id ? { ...e, fields: { ...without(e.fields, "of"), note: String(told.note) } } : e));
  }
}

function without(fields, name) { const rest = { ...fields }; delete rest[name]; return rest; }

function limit(milliseconds) {
  if (!window.AbortController) return undefined;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
