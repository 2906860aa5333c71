// Gives names to what the framework leaves nameless for a screen reader: choosers that look things up, and the first column of a table of records.
(function () {
  "use strict";

  // The label of the field, or in a table of records the heading of the column.
  function nameOf(select) {
    const label = select.id && document.querySelector("label[for='" + CSS.escape(select.id) + "']");
    if (label) return label.textContent.replace(/:\s*$/, "").trim();
    const cell = select.closest("td[class*='field-']");
    const column = cell && Array.from(cell.classList).find((name) => name.startsWith("field-"));
    const heading = column && cell.closest("table").querySelector("th.column-" + CSS.escape(column.slice(6)));
    return heading ? heading.textContent.trim() : "";
  }

  function nameFirstColumns() {
    for (const heading of document.querySelectorAll("th.original:empty")) {
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = "Record";
      heading.append(words);
    }
  }

  function nameChoosers() {
    for (const box of document.querySelectorAll("select + .select2-container")) {
      const name = nameOf(box.previousElementSibling);
      if (!name) continue;
      for (const part of box.querySelectorAll(".select2-selection, .select2-selection__rendered[role], .select2-search__field")) {
        if (!part.hasAttribute("aria-label")) part.setAttribute("aria-label", name);
        part.removeAttribute("aria-labelledby");
      }
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    nameFirstColumns();
    nameChoosers();
    new MutationObserver(nameChoosers).observe(document.body, { childList: true, subtree: true });
  });
})();
