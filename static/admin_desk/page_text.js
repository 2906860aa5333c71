// The desk of a text: puts brackets around what readers may not have, and shows what they get while one types.
(function () {
  "use strict";

  const OPEN = "⟦", CLOSE = "⟧";
  const WORDS = "withheld by us";
  let field, preview, said;

  // The same rule as withheld_words.py: pairs may lie in one another; what is never closed or never opened withholds all there is. The server decides when the text is saved.
  function withheldSpans(text) {
    let spans = [], depth = 0, opened = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === OPEN) {
        if (!depth) opened = at;
        depth += 1;
      } else if (text[at] === CLOSE) {
        if (!depth) spans = [[0, at + 1]];
        else if (!(depth -= 1)) spans.push([opened, at + 1]);
      }
    }
    return depth ? [...spans, [opened, text.length]] : spans;
  }

  function showPreview() {
    const text = field.value, parts = [];
    let at = 0;
    for (const [start, end] of withheldSpans(text)) {
      const bar = document.createElement("span");
      bar.className = "readers-bar";
      bar.textContent = WORDS;
      parts.push(text.slice(at, start), bar);
      at = end;
    }
    preview.replaceChildren(...parts, text.slice(at));
  }

  function replace(start, end, words, selectFrom, selectTo) {
    field.focus();
    field.setSelectionRange(start, end);
    // Kept by the browser as one step to undo; where that is not known, written directly.
    if (!document.execCommand("insertText", false, words)) field.setRangeText(words, start, end, "end");
    field.setSelectionRange(selectFrom, selectTo);
    showPreview();
  }

  function withhold() {
    const start = field.selectionStart, end = field.selectionEnd, chosen = field.value.slice(start, end);
    if (start === end) {
      said.textContent = "Select the words to be withheld first.";
      return;
    }
    const words = OPEN + chosen.split(OPEN).join("").split(CLOSE).join("") + CLOSE;
    replace(start, end, words, start, start + words.length);
    said.textContent = "Withheld: " + words.length + " characters.";
  }

  function release() {
    const at = field.selectionStart;
    const found = withheldSpans(field.value).find(([start, end]) => start <= at && at <= end);
    if (!found) {
      said.textContent = "The cursor stands in nothing that is withheld.";
      return;
    }
    const words = field.value.slice(found[0], found[1]).split(OPEN).join("").split(CLOSE).join("");
    replace(found[0], found[1], words, found[0], found[0] + words.length);
    said.textContent = "No longer withheld.";
  }

  function button(words, does, shortcut) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "button";
    one.textContent = words;
    if (shortcut) one.setAttribute("aria-keyshortcuts", shortcut);
    one.addEventListener("click", does);
    return one;
  }

  function begin() {
    field = document.getElementById("id_text");
    preview = document.querySelector("[data-readers-get]");
    if (!field || !preview) return;
    const tools = document.createElement("p");
    tools.className = "text-tools";
    said = document.createElement("span");
    said.setAttribute("role", "status");
    tools.append(button("Withhold the selection ⟦ ⟧ (Alt+W)", withhold, "Alt+W"), button("Take the marks away", release), said);
    field.before(tools);
    field.addEventListener("input", showPreview);
    field.addEventListener("keydown", (event) => {
      if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyW") {
        event.preventDefault();
        withhold();
      }
    });
    showPreview();
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
