// "Co-production" and "e-mail" stay on one line: browsers may break a word after its hyphen, and no style forbids it. Each such word is
// put into an element of its own (base.css); what is copied or read aloud is the same. The big screen has
// wide lines and measures its walls itself.
const WORD = /(?<![\p{L}\p{N}])(?:co|e)-\p{L}+/giu;
const LEFT_ALONE = "textarea, option, script, style, title, svg, unbroken-word";

function keepWhole(text) {
  const parent = text.parentElement;
  if (!parent || text.data.search(WORD) < 0 || parent.closest(LEFT_ALONE)) return;
  const found = document.createDocumentFragment();
  let from = 0;
  for (const match of text.data.matchAll(WORD)) {
    const word = document.createElement("unbroken-word");
    word.textContent = match[0];
    found.append(text.data.slice(from, match.index), word);
    from = match.index + match[0].length;
  }
  found.append(text.data.slice(from));
  text.replaceWith(/flex|grid/.test(getComputedStyle(parent).display) ? around(found) : found);
}

// Words that stand beside other things in a row stay one thing there.
function around(words) {
  const one = document.createElement("unbroken-words");
  one.append(words);
  return one;
}

function look(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  if (root.nodeType === Node.TEXT_NODE) texts.push(root);
  texts.forEach(keepWhole);
}

if (document.documentElement.dataset.surface !== "stage") {
  look(document.body);
  new MutationObserver(changes => { for (const { addedNodes } of changes) addedNodes.forEach(look); })
    .observe(document.body, { childList: true, subtree: true });
}
