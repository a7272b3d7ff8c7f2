// Puts what the server sent into the page. Pure DOM work: no network, no storage.

// A fragment of parts, into the slots of `floor`. A part is an element with an id; data-s names its slot, data-o its place.
export function applyParts(floor, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const changed = [];
  for (const part of [...holder.content.children]) {
    const old = floor.querySelector("#" + CSS.escape(part.id));
    if (part.hasAttribute("data-gone")) { if (old) old.remove(); continue; }
    if (old && sameContent(old, part)) continue;
    if (old && old.contains(document.activeElement) && isTyping(document.activeElement)) { keepTyping(old, part); continue; }
    const slot = floor.querySelector(`[data-slot="${CSS.escape(part.dataset.s)}"]`);
    if (!slot) { if (old) old.remove(); continue; }
    const focused = old && old.contains(document.activeElement) ? focusPath(old) : null;
    const chosen = old ? [...old.querySelectorAll("input:checked")] : [];
    if (!old) part.classList.add("landing");
    place(slot, part, old);
    for (const { name, value } of chosen) keepChosen(part, name, value);
    if (focused) restoreFocus(part, focused);
    changed.push(part);
  }
  return changed;
}

function sameContent(old, part) {
  const bare = old.cloneNode(true);
  bare.classList.remove("landing");
  if (!bare.classList.length) bare.removeAttribute("class");
  return bare.outerHTML === part.outerHTML;
}

function place(slot, part, old) {
  if (old && old.parentNode === slot && old.dataset.o === part.dataset.o) { old.replaceWith(part); return; }
  if (old) old.remove();
  const after = [...slot.children].find(other => (other.dataset.o || "") > (part.dataset.o || ""));
  slot.insertBefore(part, after || null);
}

// What somebody has just chosen here stays chosen while others change the words beside it.
function keepChosen(part, name, value) {
  const same = [...part.querySelectorAll("input[type=radio], input[type=checkbox]")].find(input => input.name === name && input.value === value);
  if (same) same.checked = true;
}

export function isTyping(element) {
  if (!element) return false;
  const typed = element.matches("textarea, input:not([type]), input[type=text], input[type=search], [contenteditable]");
  return typed && !element.readOnly;
}

// Somebody types inside this part: everything beside their field is renewed, the field itself is left alone.
function keepTyping(old, part) {
  const field = document.activeElement;
  const twin = field.id && part.querySelector("#" + CSS.escape(field.id));
  if (!twin) return;
  let mine = field, theirs = twin;
  while (mine !== old && theirs !== part) {
    const [parent, other] = [mine.parentNode, theirs.parentNode];
    for (const node of [...parent.childNodes]) if (node !== mine) node.remove();
    let before = true;
    for (const node of [...other.childNodes]) {
      if (node === theirs) { before = false; continue; }
      if (before) parent.insertBefore(node, mine); else parent.append(node);
    }
    [mine, theirs] = [parent, other];
  }
}

function focusPath(root) {
  const element = document.activeElement;
  if (element.id) return { id: element.id };
  if (element.name) return { name: element.name, value: element.value };
  return { index: [...root.querySelectorAll("a, button, input, select, textarea")].indexOf(element) };
}

function restoreFocus(root, { id, name, value, index }) {
  const all = [...root.querySelectorAll("a, button, input, select, textarea")];
  const found = id ? root.querySelector("#" + CSS.escape(id))
    : name ? all.find(e => e.name === name && e.value === value) || all.find(e => e.name === name) : all[index];
  if (found) found.focus({ preventScroll: true });
}

// The whole floor anew. Open details and the scroll place of lists are of the old view, so they go.
export function applyWhole(floor, html) {
  floor.innerHTML = html;
}

// A frame as it came, and where the page then stands.
export function applyFrame(floor, frame) {
  if (frame.f) applyWhole(floor, frame.h); else applyParts(floor, frame.h);
  standAt(floor, frame);
}

export function standAt(floor, frame) {
  Object.assign(floor.dataset, { rev: frame.r, view: frame.v, epoch: frame.e });
}
