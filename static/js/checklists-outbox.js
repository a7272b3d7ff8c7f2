// What was typed and not yet acknowledged, in order, kept in local storage so that a lost line or a closed tab loses nothing.
// An entry that was tried once never changes: what is typed after it is a new entry behind it, which starts from its words.
const LONGEST_WAIT = 30000;

export class Outbox {
  constructor(name, send, changed) {
    this.name = `coprod-plan:${name}`;
    this.send = send;
    this.changed = changed;
    this.wait = 1000;
    this.busy = false;
    this.memory = [];
    addEventListener("online", () => this.go());
    document.addEventListener("visibilitychange", () => document.hidden || this.go());
  }

  get entries() {
    try { return JSON.parse(localStorage.getItem(this.name)) || []; } catch { return this.memory; }
  }

  set entries(list) {
    this.memory = list;
    try { list.length ? localStorage.setItem(this.name, JSON.stringify(list)) : localStorage.removeItem(this.name); } catch { /* private mode: this tab only */ }
  }

  of(url) { return this.entries.filter((entry) => entry.url === url); }

  // fields: what to set. was: what those fields said before, as this page saw them.
  put(url, fields, was) {
    const list = this.entries.filter((entry) => entry.url !== url || !entry.refused);
    const last = list.findLast((entry) => entry.url === url);
    if (last && !last.tried) {
      Object.assign(last.fields, fields);
      last.was = { ...was, ...last.was };
    } else {
      list.push({ url, fields, was: { ...was, ...(last && last.fields) } });
    }
    this.entries = list;
    this.go();
  }

  drop(url) { this.entries = this.entries.filter((entry) => entry.url !== url); }

  async go() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    let entry;
    while ((entry = this.next())) {
      this.changed("saving");
      const answer = await this.send(entry);
      if (answer === null) {
        this.changed("waiting");
        this.timer = setTimeout(() => this.go(), this.wait * (0.7 + Math.random() * 0.6));
        this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
        break;
      }
      this.wait = 1000;
      this.settle(entry, answer);
    }
    this.busy = false;
  }

  next() {
    const list = this.entries;
    const entry = list.find((one) => !one.refused);
    if (entry && !entry.tried) { entry.tried = true; this.entries = list; }
    return entry;
  }

  // Saved, or refused for good. A clash hands its starting point to what was typed after it, so that the last words are the ones shown.
  settle(entry, answer) {
    const list = this.entries;
    const at = list.findIndex((one) => one.url === entry.url && !one.refused);
    const after = list.findIndex((one, place) => place > at && one.url === entry.url);
    if (answer.refused && at >= 0) list[at].refused = answer.refused;
    else if (at >= 0) list.splice(at, 1);
    if (answer.clash && after > 0) Object.assign(list[after - 1].was, entry.was);
    this.entries = list;
    return !(answer.clash && after > 0);
  }
}
