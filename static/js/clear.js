// Takes everything of Coprod's off this phone; text size and colours go too, for the next person starts afresh.
for (const storage of [window.localStorage, window.sessionStorage]) {
  try { for (const key of Object.keys(storage)) if (key.startsWith("coprod")) storage.removeItem(key); } catch { /* storage is off: nothing is there */ }
}
