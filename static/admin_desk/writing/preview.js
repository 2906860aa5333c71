// The text as it would be printed, with what is to be said of it: made by the server while one
// writes, from the same program that prints the page. Nothing of it is kept.
(function () {
  "use strict";
  const desk = window.writingDesk;
  const make = desk.element;
  const PAUSE_MS = 700;

  function goToLine(area, line) {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, words) => sum + words.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] || "").length);
  }

  desk.makePreview = function (area, button) {
    const id = area.id + "-preview";
    const status = make("p", { role: "status", class: "help" });
    const body = make("div", { class: "writing-preview-body" });
    const panel = make("section", { id, class: "writing-preview", "aria-label": "Preview", hidden: true }, status, body);
    let timer = 0;
    let asked = 0;
    let shown = null;

    async function refresh() {
      if (panel.hidden || area.value === shown) return;
      const mine = (asked += 1);
      const text = area.value;
      const data = area.dataset;
      const form = new FormData();
      const book = data.writingBook || (document.getElementById("id_book") || {}).value || "";
      for (const [name, value] of Object.entries({ text, book, owner: data.writing, field: data.writingField, pk: data.writingPk })) {
        form.append(name, value);
      }
      const token = area.form.querySelector("[name=csrfmiddlewaretoken]").value;
      try {
        const answer = await fetch(data.writingPreview, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
        if (!answer.ok) throw new Error(String(answer.status));
        const html = await answer.text();
        if (mine !== asked) return;
        // Printed and sanitised by the server; the page lets no script in it run either.
        body.innerHTML = html;
        shown = text;
        const number = Number((body.querySelector("[data-problems]") || { dataset: {} }).dataset.problems || 0);
        status.textContent = number ? "Preview of what is written; " + (number === 1 ? "1 remark" : number + " remarks") + " on it." : "Preview of what is written.";
      } catch {
        if (mine === asked) status.textContent = "The preview does not answer. Your text is still here; what is wrong with it is told when you save.";
      }
    }

    body.addEventListener("click", (event) => {
      const line = event.target.closest("[data-line]");
      if (line) goToLine(area, Number(line.dataset.line));
      // A link of the preview would lead away from what is being written.
      const link = event.target.closest("a[href]");
      if (link) event.preventDefault();
    });
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, PAUSE_MS);
    });
    button.setAttribute("aria-controls", id);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
      refresh();
    });
    return panel;
  };
})();
