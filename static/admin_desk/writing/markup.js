// What the writing desk puts into a text. Every change can be undone with the keys of the browser.
(function () {
  "use strict";
  const desk = (window.writingDesk = window.writingDesk || {});

  // Replace a stretch of the text; the browser's own command keeps it in the history of undoing.
  desk.replace = function (area, start, end, words) {
    area.focus();
    area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, words)) {
      area.setRangeText(words, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  desk.selected = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

  desk.insert = (area, words) => desk.replace(area, area.selectionStart, area.selectionEnd, words);

  desk.surround = function (area, before, after) {
    const start = area.selectionStart;
    const words = desk.selected(area);
    desk.insert(area, before + words + after);
    area.setSelectionRange(start + before.length, start + before.length + words.length);
  };

  // Begin each chosen line with a mark: "### ", "> ", "- ".
  desk.begin = function (area, mark) {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const words = area.value.slice(start, area.selectionEnd);
    desk.replace(area, start, area.selectionEnd, words.split("\n").map((line) => mark + line).join("\n"));
  };

  // A block stands between empty lines.
  desk.block = function (area, first, words) {
    const before = area.value.slice(0, area.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const start = area.selectionStart + gap.length + first.length + 1;
    desk.insert(area, gap + first + "\n" + words + "\n:::\n");
    area.setSelectionRange(start, start + words.length);
  };

  // Call a new note here and begin its text at the end.
  desk.note = function (area) {
    let number = 1;
    while (area.value.includes("[^n" + number + "]")) number += 1;
    const label = "[^n" + number + "]";
    area.setSelectionRange(area.selectionEnd, area.selectionEnd);
    desk.insert(area, label);
    const end = area.value.length;
    const gap = area.value.endsWith("\n\n") ? "" : area.value.endsWith("\n") ? "\n" : "\n\n";
    desk.replace(area, end, end, gap + label + ": ");
  };

  // A role: {doc}`words <key; locator>`. What would end it early is left out of the words.
  desk.role = function (name, key, words, locator) {
    const place = locator ? key + "; " + locator.replace(/[<>`]/g, "") : key;
    const said = (words || "").replace(/[<>`]/g, "").replace(/\s+/g, " ").trim();
    return "{" + name + "}`" + (said ? said + " <" + place + ">" : place) + "`";
  };

  desk.element = function (name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...inside);
    return made;
  };
})();
