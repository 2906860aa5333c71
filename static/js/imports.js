// Follows a long deed: the bar moves, and the page is shown anew once nobody is at work any more.
(function () {
  "use strict";
  const part = document.querySelector("[data-progress]");
  if (!part) {
    return;
  }
  const bar = part.querySelector("progress");
  const words = part.querySelector("[data-percent]");

  async function look() {
    try {
      const answer = await fetch(part.dataset.progress, { credentials: "same-origin" });
      const said = await answer.json();
      if (said.percent === undefined) {
        window.location.reload();
        return;
      }
      bar.value = said.percent;
      words.textContent = said.percent + " %";
    } catch (problem) {
      // The server may be busy with the import itself; it is asked again.
    }
    window.setTimeout(look, 1500);
  }

  window.setTimeout(look, 1000);
})();
