// Words taken from the public and given back: a dialog asks why before anything is sent.
(function () {
  "use strict";
  const desk = window.transcriptDesk;

  desk.makeWithholding = function (root, saver, done) {
    function ask(name, words, body, said) {
      const dialog = root.querySelector(`dialog[data-dialog=${name}]`);
      if (!dialog) return;
      const form = dialog.querySelector("form");
      const told = dialog.querySelector("[data-words]");
      const errors = dialog.querySelector("[data-errors]");
      form.reset();
      if (told) told.textContent = words;
      if (errors) errors.hidden = true;
      form.onsubmit = async function (event) {
        event.preventDefault();
        const answer = await saver.post(name, { ...body, ...Object.fromEntries(new FormData(form)) });
        if (answer.status === 200) {
          dialog.close();
          done(answer.data, said);
          return;
        }
        const lines = answer.status === 422 ? Object.entries(answer.data.errors).map(([field, why]) => (field === "__all__" ? why.join(" ") : `${field}: ${why.join(" ")}`)) : [];
        errors.textContent = lines.join(" ") || answer.data.said || "Not done: the server did not do it. Try again.";
        errors.hidden = false;
      };
      dialog.querySelector("[data-close]").onclick = () => dialog.close();
      dialog.showModal();
    }

    // The selected words of a text, without the spaces around them; nothing selected: the whole.
    function withhold(pk, area) {
      const text = area.value;
      const chosen = text.slice(area.selectionStart, area.selectionEnd);
      const words = chosen.trim();
      if (!words) {
        ask("withhold", "The whole passage.", { cue: pk, start: null }, "The passage is withheld.");
        return;
      }
      const begin = area.selectionStart + chosen.indexOf(words);
      const start = desk.codePoints(text, begin);
      const end = desk.codePoints(text, begin + words.length);
      ask("withhold", `These words: “${words}”`, { cue: pk, start, end, words }, "The words are withheld.");
    }

    function giveBack(button) {
      const words = button.closest("li").firstChild.nextSibling.textContent.trim();
      ask("give-back", words, { redaction: Number(button.dataset.redaction) }, "Given back.");
    }

    return { withhold, giveBack };
  };
})();
