// The answer forms: save as you type, put in place what others changed, never touch what somebody is writing.
import { Outbox } from "./checklists-outbox.js";

const PAUSE = 800;
const says = document.getElementById("says")?.dataset ?? {};
const told = document.getElementById("saved");

export const tidy = (text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");

function values(form) {
  const found = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (field.name === "needs") (found.needs ??= []).push(...(field.checked ? [field.value] : []));
    else if (field.type === "radio") { if (field.checked) found[field.name] = field.value; }
    else if (field.type === "checkbox") found[field.name] = field.checked;
    else if (field.tagName === "TEXTAREA") found[field.name] = tidy(field.value);
    else found[field.name] = field.value.trim() || (field.type === "date" ? null : "");
  }
  return found;
}

function show(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = name === "needs" ? value.includes(field.value) : value;
    else if (field.value !== (value ?? "") && !(field.tagName === "TEXTAREA" && tidy(field.value) === value)) {
      const { selectionStart: start, selectionEnd: end } = field;
      field.value = value ?? "";
      if (field === document.activeElement && field.tagName === "TEXTAREA") field.setSelectionRange(Math.min(start, field.value.length), Math.min(end, field.value.length));
    }
  }
}

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const seen = new WeakMap(); // form -> what the server last said, as far as this page took it over
const read = (form) => JSON.parse(form.querySelector("[name=was]").value);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function say(state, text) {
  if (!told) return;
  told.dataset.state = state;
  if (told.textContent !== text) told.textContent = text;
}

function changed(state) {
  if (state === "waiting") say("waiting", says.waiting);
}

async function send(entry) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  body.set("only", Object.keys(entry.fields).join(","));
  body.set("was", JSON.stringify(entry.was));
  for (const [name, value] of Object.entries(entry.fields)) {
    if (name === "needs") value.forEach((need) => body.append(name, need));
    else if (value === true) body.set(name, "on");
    else if (value !== false) body.set(name, value ?? "");
  }
  let response, answer = {};
  try {
    response = await fetch(entry.url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
    answer = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  } catch { return null; }
  if (response.ok || response.status === 409) {
    if (response.ok) say("saved", says.saved.replace("%s", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
    else say("failed", says.clash);
    queueMicrotask(() => place(answer.html, { form: formOf(entry.url), clash: true }));
    return { clash: response.status === 409 };
  }
  if (response.status >= 500 || response.status === 429) return null;
  const message = answer.message || says.refused;
  tell(formOf(entry.url), message);
  say("failed", says.failed);
  return { refused: message };
}

const formOf = (url) => document.querySelector(`form[data-answer][action="${CSS.escape ? url.replaceAll('"', '\\"') : url}"]`);

function tell(form, message) {
  const line = form?.querySelector("[data-told]");
  if (line) line.textContent = message;
}

let outbox;

function queue(form) {
  const before = seen.get(form);
  const now = values(form);
  const names = Object.keys(now).filter((name) => !same(now[name], form.sent?.[name] ?? before[name]));
  if (!names.length) return;
  form.sent = { ...form.sent, ...Object.fromEntries(names.map((name) => [name, now[name]])) };
  tell(form, "");
  say("saving", says.saving);
  outbox.put(form.getAttribute("action"), Object.fromEntries(names.map((name) => [name, now[name]])), Object.fromEntries(names.map((name) => [name, before[name]])));
}

// Take over what the server says, field by field; a field that was changed here keeps its words and its starting point.
function sync(form, fresh) {
  const before = seen.get(form), now = values(form), waiting = outbox.of(form.getAttribute("action"));
  const next = { ...before };
  for (const [name, value] of Object.entries(fresh)) {
    if (!(name in now)) continue;
    const untouched = same(now[name], before[name]) && !waiting.some((entry) => name in entry.fields);
    if (untouched || same(now[name], value)) {
      next[name] = value;
      if (form.sent) delete form.sent[name];
      if (untouched) show(form, name, value);
    }
  }
  seen.set(form, next);
  form.querySelector("[name=was]").value = JSON.stringify(next);
}

const busyIn = (piece) => piece.contains(document.activeElement) || [...piece.querySelectorAll("textarea")].some((box) => box.value.trim());

// Put the pieces of some HTML in the places of those with the same id. own: the answer to something sent from `form`.
export function place(html, { clash = false } = {}) {
  if (!html) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const form of fresh.content.querySelectorAll("form[data-answer]")) {
    const here = document.getElementById(form.id);
    if (here?.matches("form")) sync(here, read(form));
  }
  for (const piece of fresh.content.querySelectorAll("[data-piece], [data-clash], .q-line")) {
    const here = piece.id ? document.getElementById(piece.id) : document.querySelector(`.q-line[href="${piece.getAttribute("href")}"]`);
    if (!here || (piece.matches("[data-clash]") && !clash) || (here.matches(".talk") && busyIn(here))) continue;
    if (piece.matches("[data-clash]") && !piece.firstElementChild && here.firstElementChild && outbox.entries.length) continue;
    const open = [...here.querySelectorAll("details")].map((one) => one.open);
    here.replaceWith(piece);
    piece.querySelectorAll("details").forEach((one, at) => { one.open ||= open[at] ?? false; });
  }
}

// A clash was settled: the words kept become what this form says, starting from theirs.
function keep(chosen) {
  const name = chosen.dataset.keep;
  const words = tidy(chosen.querySelector(`[name="${name}"]`).value);
  const form = formOf(chosen.getAttribute("action"));
  const theirs = read(chosen);
  outbox.drop(chosen.getAttribute("action"));
  seen.set(form, { ...seen.get(form), ...theirs });
  form.sent = {};
  show(form, name, words);
  chosen.closest("[data-clash]").replaceChildren();
  queue(form);
  if (same(words, theirs[name])) say("saved", says.kept);
  form.querySelector(`[name="${name}"]`).focus();
}

async function talk(form) {
  const line = form.querySelector("[data-told]");
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    form.reset();
    form.querySelectorAll("textarea").forEach((box) => { box.value = ""; });
    form.closest(".talk").querySelector("summary").focus();
    place(answer.html);
  } catch (error) {
    if (line) line.textContent = error.name === "Error" && error.message ? error.message : says.unsent;
  }
}

export function start(name) {
  const forms = [...document.querySelectorAll("form[data-answer]")];
  outbox = new Outbox(name, send, changed);
  for (const form of forms) {
    seen.set(form, read(form));
    for (const entry of outbox.of(form.getAttribute("action"))) {
      // Typed before this page was loaded, and not saved yet.
      for (const [field, value] of Object.entries(entry.fields)) show(form, field, value);
      form.sent = { ...form.sent, ...entry.fields };
      if (entry.refused) tell(form, entry.refused);
    }
  }
  const timers = new WeakMap();
  const later = (form, pause) => { clearTimeout(timers.get(form)); timers.set(form, setTimeout(() => queue(form), pause)); };
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-answer]");
    if (form) later(form, target.matches("textarea, [type=text]") ? PAUSE : 0);
  });
  document.addEventListener("change", ({ target }) => { const form = target.closest?.("form[data-answer]"); if (form) later(form, 0); });
  addEventListener("pagehide", () => forms.forEach(queue));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-keep]")) { event.preventDefault(); keep(form); }
    else if (form.matches("[data-talk]")) { event.preventDefault(); talk(form); }
    else if (form.matches("[data-answer]")) { event.preventDefault(); queue(form); }
  });
  outbox.go();
}
