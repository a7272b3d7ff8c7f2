// A participant's phone: the live floor, the box with its draft, the outbox, and what is one's own.
import { applyParts, applyWhole, isTyping, standAt } from "./apply.js";
import { Live, positionOf } from "./live.js";
import { Outbox } from "./outbox.js";

const floor = document.getElementById("floor");
const room = floor.dataset.room;
const keys = { draft: (step, what) => `coprod:${room}:draft:${step}:${what}`, outbox: `coprod:${room}:outbox`, wrote: `coprod:${room}:wrote`, back: `coprod:${room}:taken-back` };
const status = document.getElementById("said");
const words = document.getElementById("phone-words").dataset;
const store = {
  get(key) { try { return localStorage.getItem(key) || ""; } catch { return ""; } },
  set(key, value) { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private mode: the page keeps it */ } },
};

// ---- saying things to a screen reader, at most once in five seconds ---------------------------------------------------
let lastSaid = 0;
function say(text) {
  if (!status || Date.now() - lastSaid < 5000) return;
  lastSaid = Date.now();
  status.textContent = text;
}

// ---- what is one's own ------------------------------------------------------------------------------------------------
let fetching = null;
const justSaved = new Map();                      // item -> [value, text], until what the server tells was asked for after it
function fetchMine(wait = 150) {
  clearTimeout(fetching);
  fetching = setTimeout(async () => {
    const asked = [...justSaved];
    try {
      const answer = await fetch(floor.dataset.mine, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) return;
      const frame = await answer.json();
      if (frame.v !== live.at.view) return;       // the room moved on meanwhile; the next view asks again
      for (const [item, saved] of asked) if (justSaved.get(item) === saved) justSaved.delete(item);
      applyParts(floor, frame.h);
      settle();
    } catch { /* the next save or reconnect asks again */ }
  }, wait);
}

function given({ fields }) { return [fields.verb === "clear" ? "" : fields.value || "", fields.text || ""]; }

// Marks, picks and votes that this person gave before, put back into the forms of the view.
function fillAnswers() {
  const own = floor.querySelector("#my-answers");
  if (!own) return;
  const answers = { ...JSON.parse(own.dataset.answers), ...Object.fromEntries(justSaved) };
  for (const entry of outbox.entries())           // what waits on this phone is newer than what the server has
    if (entry.state === "waiting" && entry.fields.item) answers[entry.fields.item] = given(entry);
  for (const form of floor.querySelectorAll("form[data-item]:not([data-stays])")) {
    const [value, text] = answers[form.dataset.item] || ["", ""];
    if (form.dataset.touched || form.dataset.filled === value + "\n" + text) continue;
    form.dataset.filled = value + "\n" + text;
    for (const input of form.querySelectorAll("[name=value]")) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else if (input.tagName === "BUTTON") input.setAttribute("aria-pressed", String(value !== "" && input.value === value));
      else if (input !== document.activeElement) input.value = value;
    }
    const reason = form.querySelector("[name=text]");
    if (reason && reason !== document.activeElement && !store.get(draftKey(reason))) reason.value = text;
    form.classList.toggle("answered", value !== "");
    for (const shown of form.querySelectorAll("[data-when-answered]")) shown.hidden = value === "";
  }
}

// ---- the box, its draft and its count ---------------------------------------------------------------------------------
function draftKey(field) {
  const form = field.form;
  return keys.draft(form.querySelector("[name=step]") ? form.querySelector("[name=step]").value : "", form.dataset.item || form.dataset.draft || form.dataset.write);
}

function restoreDrafts() {
  for (const field of floor.querySelectorAll("form[data-write] textarea, form[data-write] input[type=text]")) {
    if (field.dataset.restored) continue;
    field.dataset.restored = "1";
    const draft = store.get(draftKey(field));
    if (draft && (!field.value || isOwnPage(field.form))) field.value = draft;
    count(field);
  }
}

// A page of one's own: its boxes stay filled, and save themselves when they are left.
function isOwnPage(form) { return form.hasAttribute("data-stays"); }
function saveOwnPage() {
  for (const form of floor.querySelectorAll("form[data-stays]")) submit(form);
}

function count(field) {
  const left = field.form.querySelector("[data-left]");
  if (left) left.textContent = left.dataset.leftText.replace("{n}", String(Number(field.form.dataset.limit || 280) - field.value.length));
}

floor.addEventListener("input", event => {
  const field = event.target;
  if (!field.form || !field.form.dataset.write) return;
  if (field.matches("textarea, input[type=text]")) { store.set(draftKey(field), field.value); count(field); }
  else field.form.dataset.touched = "1";
});

floor.addEventListener("change", event => {
  const field = event.target;
  if (field.name === "zone" && field.dataset.colour) {
    const box = field.form.querySelector(".box");
    if (box) for (const colour of ["sun", "leaf", "sky", "rose"]) box.classList.toggle(colour, colour === field.dataset.colour);
  }
  if (field.form && field.form.dataset.write && field.form.hasAttribute("data-auto")) field.form.requestSubmit ? field.form.requestSubmit() : submit(field.form);
});

floor.addEventListener("click", event => {
  const example = event.target.closest("[data-example]");
  if (example) {
    const form = example.closest("form"), field = form.querySelector("textarea");
    const zone = example.dataset.zone && form.querySelector(`[name=zone][value="${CSS.escape(example.dataset.zone)}"]`);
    if (zone) { zone.checked = true; zone.dispatchEvent(new Event("change", { bubbles: true })); }
    field.value = example.dataset.example;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
  const own = event.target.closest("[data-act]");
  if (own) { event.preventDefault(); act(own); }
});

floor.addEventListener("submit", event => {
  const form = event.target;
  if (!form.dataset.write) return;
  event.preventDefault();
  submit(form, event.submitter);
});

function submit(form, button) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "id"));
  if (button && button.name) fields[button.name] = button.value;
  if (form.dataset.write === "answer" && fields.value === undefined && !(fields.text || "").trim()) {
    if (!form.querySelector("[name=value][type=checkbox]")) { say(words.choose); return; }
    fields.verb = "clear";
  }
  const field = form.querySelector("textarea[name=text], input[type=text][name=text]");
  if (isOwnPage(form)) {
    if (field.value === (form.dataset.kept ?? field.defaultValue)) return;
    form.dataset.kept = field.value;
  } else if (field && form.dataset.write !== "answer" && !field.value.trim()) {
    field.setCustomValidity(field.dataset.empty || words.empty);
    field.reportValidity();
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    say(field.dataset.empty || words.empty);
    return;
  }
  outbox.add(fields);
  store.set(keys.wrote, addStep(fields.step));
  if (field) store.set(draftKey(field), "");
  // The place that was chosen stays chosen for the next note; a new name stays until the part comes with it.
  if (form.dataset.write !== "answer") { if (field && form.dataset.write !== "rename" && !isOwnPage(form)) { field.value = ""; count(field); field.focus(); } }
  else { form.classList.add("answered"); delete form.dataset.touched; for (const shown of form.querySelectorAll("[data-when-answered]")) shown.hidden = false; press(form, fields.value); }
  form.dispatchEvent(new CustomEvent("coprod:written", { bubbles: true, detail: fields }));
}

function press(form, value) {
  for (const button of form.querySelectorAll("button[name=value]")) button.setAttribute("aria-pressed", String(button.value === value));
}

function addStep(step) {
  const steps = new Set(store.get(keys.wrote).split(",").filter(Boolean));
  return [...steps.add(step)].join(",");
}

// ---- my notes: change, take back, put back, try again -------------------------------------------------------------------
function act(button) {
  const item = button.closest("[data-note], [data-entry]");
  const what = button.dataset.act;
  if (what === "again") outbox.again(item.dataset.entry);
  if (what === "forget") outbox.drop(item.dataset.entry);
  if (what === "change") openChange(item);
  if (what === "cancel") { item.querySelector("[data-change]").hidden = true; item.querySelector(".text").hidden = false; }
  if (what === "take-back") {
    remember({ text: item.querySelector(".text").textContent.trim(), zone: item.dataset.zone || "", step: item.dataset.step });
    outbox.add({ verb: "take-back", step: item.dataset.step, note: item.dataset.note });
    item.remove();
    showTakenBack();
    const back = floor.querySelector("[data-act=put-back]");
    if (back) back.focus();
    say(words.takenBack);
  }
  if (what === "put-back") {
    const kept = takenBack().filter((_, i) => i !== Number(button.dataset.index));
    const note = takenBack()[Number(button.dataset.index)];
    store.set(keys.back, JSON.stringify(kept));
    outbox.add({ verb: "note", step: note.step, zone: note.zone, text: note.text });
    showTakenBack();
  }
}

function openChange(item) {
  const form = item.querySelector("[data-change]");
  item.querySelector(".text").hidden = true;
  form.hidden = false;
  form.querySelector("textarea").focus();
}

// The server erases a note that is taken back; its words stay on this phone alone, so that it can be put back.
function takenBack() { try { return JSON.parse(store.get(keys.back)) || []; } catch { return []; } }
function remember(note) { store.set(keys.back, JSON.stringify([note, ...takenBack()].slice(0, 20))); }

function showTakenBack() {
  const list = floor.querySelector("[data-taken-back]");
  const template = document.getElementById("taken-back-note");
  if (!list || !template) return;
  list.replaceChildren(...takenBack().map((note, index) => {
    if (note.step !== list.dataset.step) return "";
    const item = template.content.cloneNode(true);
    item.querySelector(".text").textContent = note.text;
    item.querySelector("[data-act]").dataset.index = String(index);
    return item;
  }).filter(Boolean));
}

// ---- waiting, saved, could not save -------------------------------------------------------------------------------------
function showWaiting(entries) {
  // right under the box, where its writer looks; not in a turn of many, which goes out of sight with the next
  const list = [...floor.querySelectorAll("[data-outbox]")].find(here => !here.closest("[data-turn]"));
  const template = document.getElementById("waiting-note");
  const shown = entries.filter(e => e.state === "refused" || ["note", "change", "pass"].includes(e.fields.verb));
  if (list && template) {
    list.replaceChildren(...shown.map(entry => {
      const item = template.content.cloneNode(true), root = item.firstElementChild;
      root.dataset.entry = entry.id;
      root.classList.add(entry.state === "refused" ? "failed" : "waiting");
      root.querySelector(".text").textContent = entry.fields.text || entry.fields.value || "";
      root.querySelector("[data-state=waiting]").hidden = entry.state === "refused";
      root.querySelector("[data-state=refused]").hidden = entry.state !== "refused";
      if (entry.message) root.querySelector("[data-message]").textContent = entry.message;
      for (const button of root.querySelectorAll("[data-act]")) button.hidden = entry.state !== "refused";
      return item;
    }));
  }
  showOffline();
}

// A mark that could not be kept holds no words: it goes back to what it was, and the reason stands beside it.
function isMark(entry) { return ["answer", "clear", "stay"].includes(entry.fields.verb) && !entry.fields.text; }

function undoMark(entry, message) {
  outbox.drop(entry.id);
  const form = floor.querySelector(`form[data-item="${CSS.escape(entry.fields.item || "")}"]`);
  if (!form) return;
  const reason = form.querySelector("[data-refused]") || form.appendChild(Object.assign(document.createElement("p"), { className: "error" }));
  reason.dataset.refused = "";
  reason.textContent = message || words.failed;
  delete form.dataset.filled;
  delete form.dataset.touched;
  for (const input of form.querySelectorAll("[name=value]")) if (input.checked) input.checked = false;
  fillAnswers();
}

let lineLost = 0;
function showOffline() {
  const banner = document.getElementById("offline");
  if (!banner) return;
  const waiting = outbox ? outbox.entries().filter(e => e.state === "waiting").length : 0;
  banner.hidden = !(lineLost && Date.now() - lineLost > 5000);
  for (const part of banner.querySelectorAll("[data-waiting]")) {
    part.hidden = part.dataset.waiting !== (waiting > 1 ? "n" : String(waiting));
    if (part.dataset.text && waiting > 1) part.textContent = part.dataset.text.replace("{n}", String(waiting));
  }
}
setInterval(showOffline, 1000);

// ---- the room moved on ----------------------------------------------------------------------------------------------------
function dirtyComposer() {
  const boxes = [...floor.querySelectorAll("form[data-write=note] textarea, form[data-write=keep]:not([data-stays]) textarea")];
  const field = boxes.find(box => box.value.trim() && box.value !== box.defaultValue);
  return field ? { form: field.form, field, step: field.form.querySelector("[name=step]").value } : null;
}

function movedOn(whole) {
  const dirty = dirtyComposer();
  const own = dirty && dirty.form.dataset.draft;           // a box with a name of its own goes on in none but that box
  const stays = dirty && new DOMParser().parseFromString(whole, "text/html").querySelector(`form[data-write="${dirty.form.dataset.write}"]${own ? `[data-draft="${CSS.escape(own)}"]` : ""}:not([data-stays]) [name=step][value="${CSS.escape(dirty.step)}"]`);
  if (!dirty) return null;
  const state = { step: dirty.step, text: dirty.field.value, start: dirty.field.selectionStart, end: dirty.field.selectionEnd, focused: document.activeElement === dirty.field, box: dirty.form.dataset.draft || "" };
  return { ...state, stays: Boolean(stays), chosen: [...dirty.form.querySelectorAll("input[type=radio]:checked")].map(radio => [radio.name, radio.value]) };
}

function keepWords(kept) {
  if (kept.stays) {                                        // the same box is in the new view: words, caret and focus go on
    const same = kept.box && floor.querySelector(`form[data-draft="${CSS.escape(kept.box)}"] textarea`);
    const field = same || floor.querySelector("form[data-write=note] textarea, form[data-write=keep]:not([data-stays]) textarea");
    field.value = kept.text;
    for (const [name, value] of kept.chosen) {             // and they still go where their writer meant them to go
      const radio = field.form.querySelector(`[name=${name}][value="${CSS.escape(value)}"]`);
      if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
    }
    count(field);
    if (kept.focused) { field.focus({ preventScroll: true }); field.setSelectionRange(kept.start, kept.end); }
    return;
  }
  const template = document.getElementById("moved-on");
  if (!template) return;
  const panel = template.content.cloneNode(true);
  panel.querySelector("[data-fill=text]").textContent = kept.text;
  const paused = Boolean(floor.querySelector("[data-paused]"));  // then nothing is to be decided: the box comes back with its words
  for (const part of panel.querySelectorAll(paused ? "[data-unless-paused]" : "[data-if-paused]")) part.remove();
  const section = panel.firstElementChild;
  floor.prepend(panel);
  const draft = keys.draft(kept.step, kept.box || "note");
  section.addEventListener("click", event => {
    const what = event.target.closest("[data-choice]");
    if (!what) return;
    if (what.dataset.choice === "keep") outbox.add({ verb: "keep", step: kept.step, item: "moved-on-" + Date.now(), text: kept.text });
    store.set(draft, "");
    section.remove();
    const head = floor.querySelector("h1");
    if (head) { head.tabIndex = -1; head.focus(); }
  });
  if (kept.focused) section.querySelector("h1").focus();
}

// ---- frames from the server -------------------------------------------------------------------------------------------------
function onFrame(frame) {
  if (frame.m) { fetchMine(); return; }
  if (frame.f) {
    saveOwnPage();
    const kept = movedOn(frame.h);
    const step = floor.querySelector("[data-current-step]");
    const before = step && step.dataset.currentStep;
    applyWhole(floor, frame.h);
    if (kept) keepWords(kept);
    const now = floor.querySelector("[data-current-step]");
    if (!kept && !isTyping(document.activeElement)) focusHead(before !== (now && now.dataset.currentStep));
    if (floor.querySelector("[data-fetch-mine]")) fetchMine(Math.random() * 800);
    else if (now && store.get(keys.wrote).split(",").includes(now.dataset.currentStep)) fetchMine(Math.random() * 1500);
    else if (floor.querySelector("[data-slot=signal]")) fetchMineIfSignalled();
  } else {
    applyParts(floor, frame.h);
    if (frame.t && frame.t.some(id => floor.querySelector(`#mine${id}`))) fetchMine();
  }
  standAt(floor, frame);
  settle();
}

function fetchIfOwnPage() { if (live.at && floor.querySelector("[data-fetch-mine]")) fetchMine(); }

let signalled = Boolean(document.querySelector("#my-signal"));
function fetchMineIfSignalled() { if (signalled) fetchMine(Math.random() * 1500); }

function focusHead(newStep) {
  const head = floor.querySelector("h1");
  if (head && newStep) { head.tabIndex = -1; head.focus({ preventScroll: true }); scrollTo(0, 0); }
}

// After every change of the page: drafts, own answers and waiting notes stand where they belong.
function settle() {
  restoreDrafts();
  if (outbox) { fillAnswers(); showWaiting(outbox.entries()); }
  showTakenBack();
  signalled = Boolean(floor.querySelector("#my-signal")) || signalled;
  const counter = document.querySelector("[data-own-count]");
  const own = floor.querySelectorAll("[data-slot=my-notes] > li").length;
  if (counter) counter.textContent = own ? String(own) : "";
  floor.dispatchEvent(new CustomEvent("coprod:settled", { bubbles: true }));
}

// Without a socket nobody says that a partner or the pen changed: the page looks again from time to time.
let lineIs = "";
setInterval(() => { if (lineIs === "polling" && floor.querySelector("#my-pair, #my-pen")) fetchMine(); }, 5000);

function onState(state) {
  lineIs = state;
  if (state === "removed") { location.reload(); return; }
  lineLost = state === "lost" ? lineLost || Date.now() : 0;
  if (state !== "lost") { if (!floor.querySelector("[data-fetch-mine] [data-slot]:not(:empty)")) fetchIfOwnPage(); showOffline(); if (outbox) outbox.flush(); }
}

const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
let outbox = null;
let live = { at: positionOf(floor) };
outbox = new Outbox({
  key: keys.outbox, address: floor.dataset.write, token,
  onChange: entries => outbox && showWaiting(entries),
  onSaved: entry => { if (entry.fields.item) justSaved.set(entry.fields.item, given(entry)); say(words.saved); fetchMine(); },
  onRefused: (entry, message) => { say(message || words.failed); if (isMark(entry)) undoMark(entry, message); showWaiting(outbox.entries()); },
});
settle();
live = new Live({ address: floor.dataset.socket, poll: floor.dataset.since, at: positionOf(floor), onFrame, onState });
window.coprod = { live, outbox, fetchMine };
