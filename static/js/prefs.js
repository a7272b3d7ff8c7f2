// The person's own text size, colours and reading aloud, kept on this device alone.
// Runs in the head, before the first paint; a control is any input with data-pref and a value.
(() => {
  const root = document.documentElement, key = "coprod-prefs";
  root.classList.add("js");

  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const keep = prefs => { try { localStorage.setItem(key, JSON.stringify(prefs)); } catch { /* private mode: it holds for this page */ } };
  let prefs = read();

  const put = (name, value) => { if (value) root.dataset[name] = value; else delete root.dataset[name]; };
  const show = () => {
    put("text", prefs.text);
    put("contrast", prefs.colours === "plain" ? "more" : "");
    put("theme", { plain: "light", paper: "light", dark: "dark" }[prefs.colours]);
    put("read", prefs.read);
    put("keys", prefs.keys);
  };
  show();

  const now = name => {
    if (name === "colours" && !prefs.colours) return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "paper";
    return prefs[name] || "";
  };
  const tick = () => {
    for (const input of document.querySelectorAll("input[data-pref]")) input.checked = now(input.dataset.pref) === input.value;
  };

  document.addEventListener("DOMContentLoaded", tick);
  window.addEventListener("pageshow", tick);
  document.addEventListener("change", ({ target }) => {
    const name = target.dataset && target.dataset.pref;
    if (!name) return;
    prefs = { ...prefs, [name]: target.type === "checkbox" && !target.checked ? "" : target.value };
    keep(prefs); show(); tick();
    root.dispatchEvent(new CustomEvent("coprod:prefs", { detail: prefs }));
  });
  window.addEventListener("storage", event => { if (event.key === key) { prefs = read(); show(); tick(); } });
})();
