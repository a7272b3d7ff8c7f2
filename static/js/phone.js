// A participant's phone: the live floor, the box with its draft, the outbox, and what is one's own.
import { applyParts, applyWhole, isTyping, standAt } from "./apply.js";
import { Drafts, store } from "./drafts.js";
import { Live, positionOf } from "./live.js";
import { Outbox } from "./outbox.js";

const floor = document.getElementById("floor");
const room = floor.dataset.room;
const keys = { outbox: `coprod:${room}:outbox`, wrote: `coprod:${room}:wrote`, back: `coprod:${room}:taken-back` };
const status = document.getElementById("said");
const words = document.getElementById("phone-words").dataset;
const drafts = new Drafts({ floor, room, onKeep: ({ step, text }) => outbox.add({ verb: "keep", step, item: "moved-on-" + Date.now(), text }) });

// ---- saying things to a screen reader, at most once in five seconds ---------------------------------------------------
let lastSaid = 0;
function say(text) {
  if (!status || Date.now() - lastSaid < 5000) return;
  lastSaid = Date.now();
  status.textContent = text;
}

// ---- what is one's own ------------------------------------------------------------------------------------------------
let fetching = null, mineIsComing = false;
const justSaved = new Map();                      // item -> [value, text], until what the server tells was asked for after it
function fetchMine(wait = 150) {
  clearTimeout(fetching);
  mineIsComing = true;
  const turn = fetching = setTimeout(async () => {
    const asked = [...justSaved];
    try {
      const answer = await fetch(floor.dataset.mine, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) return;
      const frame = await answer.json();
      if (frame.v !== live.at.view) return;       // the room moved on meanwhile; the next view asks again
      for (const [item, saved] of asked) if (justSaved.get(item) === saved) justSaved.delete(item);
      applyParts(floor, frame.h);
    } catch { /* the next save or reconnect asks again */
    } finally {
      if (turn === fetching) { mineIsComing = false; settle(); }
    }
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
    if (reason && reason !== document.activeElement && !drafts.get(reason)) reason.value = text;
    form.classList.toggle("answered", value !== "");
    for (const shown of form.querySelectorAll("[data-when-answered]")) shown.hidden = value === "";
  }
}

// ---- the box, its draft and its count ---------------------------------------------------------------------------------
function restoreDrafts() {
  for (const field of drafts.boxes()) {
    if (field.dataset.restored) continue;
    field.dataset.restored = "1";
    const draft = drafts.get(field);
    if (draft && (field.value === field.defaultValue || isOwnPage(field.form))) {
      field.value = draft;
      if (field.form.hasAttribute("data-change")) openChange(field.form.closest("[data-note]"));
    }
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
  if (field.matches("textarea, input[type=text]")) { drafts.keep(field); count(field); }
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
  if (field) drafts.forget(field);
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
  if (what === "change") { openChange(item); item.querySelector("[data-change] textarea").focus(); }
  if (what === "cancel") closeChange(item);
  if (what === "take-back") {
    const change = item.querySelector("[data-change] textarea");
    if (change) drafts.forget(change);
    outbox.add({ verb: "take-back", step: item.dataset.step, note: item.dataset.note });
    item.remove();
    isBack({ text: item.querySelector(".text").textContent.trim(), zone: item.dataset.zone || "", step: item.dataset.step });
  }
  if (what === "unsend") {
    const entry = outbox.takeBack(item.dataset.entry);
    if (entry) isBack({ text: entry.fields.text, zone: entry.fields.zone || "", step: entry.fields.step });
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
  item.querySelector(".text").hidden = true;
  item.querySelector("[data-change]").hidden = false;
}

function closeChange(item) {
  const form = item.querySelector("[data-change]"), field = form.querySelector("textarea");
  drafts.forget(field);
  field.value = field.defaultValue;
  form.hidden = true;
  item.querySelector(".text").hidden = false;
  item.querySelector("[data-act=change]").focus();
}

// The server erases a note that is taken back; its words stay on this phone alone, so that it can be put back.
function takenBack() { try { return JSON.parse(store.get(keys.back)) || []; } catch { return []; } }

function isBack(note) {
  store.set(keys.back, JSON.stringify([note, ...takenBack()].slice(0, 20)));
  showTakenBack();
  const back = floor.querySelector("[data-act=put-back]");
  if (back) back.focus();
  say(words.takenBack);
}

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
      for (const button of root.querySelectorAll("[data-act]")) button.hidden = (button.dataset.act === "unsend") === (entry.state === "refused");
      if (entry.fields.verb !== "note") root.querySelector("[data-act=unsend]").remove();
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
let held = "";                                             // the draft that was being written when its box went

// The box somebody writes in, before the page is drawn anew.
function hold() {
  const begun = drafts.boxes().filter(box => !isOwnPage(box.form) && box.value.trim() && box.value !== box.defaultValue);
  const field = begun.find(box => box === document.activeElement) || begun[0];
  if (!field) return null;
  const chosen = field.form.dataset.write === "answer" ? [] : [...field.form.querySelectorAll("input[type=radio]:checked")];
  return {
    key: drafts.key(field), text: field.value, start: field.selectionStart, end: field.selectionEnd,
    focused: field === document.activeElement, chosen: chosen.map(radio => [radio.name, radio.value]),
  };
}

// Is the same box in the new view, then words, caret and focus go on, and the words still go where their writer meant them to go.
function goOn({ key, text, start, end, focused, chosen }) {
  const field = drafts.boxes().find(box => drafts.key(box) === key);
  held = field ? "" : key;
  if (!field) { showDrafts(); if (focused) drafts.section(key)?.querySelector("h1").focus(); return; }
  field.value = text;
  for (const [name, value] of chosen) {
    const radio = field.form.querySelector(`[name=${name}][value="${CSS.escape(value)}"]`);
    if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
  }
  count(field);
  if (focused) { field.focus({ preventScroll: true }); field.setSelectionRange(start, end); }
}

// Some boxes of this step come a moment later, with what is one's own. In a workbook a box that is away waits in its own part.
function showDrafts() {
  const step = floor.querySelector("[data-current-step]");
  const now = step && step.dataset.currentStep;
  drafts.show(draft => draft.key === held || !floor.dataset.page && !(mineIsComing && draft.step === now));
}

// ---- frames from the server -------------------------------------------------------------------------------------------------
function onFrame(frame) {
  if (frame.m) { fetchMine(); return; }
  if (frame.f) {
    saveOwnPage();
    const begun = hold();
    const step = floor.querySelector("[data-current-step]");
    const before = step && step.dataset.currentStep;
    applyWhole(floor, frame.h);
    if (begun) goOn(begun);
    const now = floor.querySelector("[data-current-step]");
    if (!begun && !isTyping(document.activeElement)) focusHead(before !== (now && now.dataset.currentStep));
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
  showDrafts();
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
