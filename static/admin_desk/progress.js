// Tells how far files of a copy are while the page stays open. Without it the page says the same
// each time it is loaded. Nothing in the form is touched, so that nobody loses what they type.
(function () {
  "use strict";
  const panel = document.querySelector("[data-progress]");
  if (!panel) return;
  const SOONEST = 2000, LATEST = 20000;
  let pause = SOONEST;

  function show(state) {
    panel.querySelector("[data-ready]").textContent = state.ready;
    for (const file of state.files) {
      const row = panel.querySelector('[data-file="' + file.id + '"]');
      if (!row) continue;
      row.querySelector("[data-words]").textContent = file.words;
      const bar = row.querySelector("progress");
      if (bar) { bar.max = file.total || 1; bar.value = file.done; bar.hidden = !file.is_moving; }
    }
    const hint = panel.querySelector("[data-hint]");
    if (!state.is_moving && hint) {
      hint.textContent = "";
      const link = document.createElement("a");
      link.href = window.location.href;
      link.textContent = "Load this page again to see the pages.";
      hint.append("Nothing is under way any more. ", link);
    }
  }

  async function ask() {
    if (!document.hidden) {
      try {
        const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const state = await answer.json();
        show(state);
        if (!state.is_moving) return;
        pause = SOONEST;
      } catch (problem) {
        pause = Math.min(pause * 2, LATEST);
      }
    }
    window.setTimeout(ask, pause);
  }

  window.setTimeout(ask, pause);
})();
