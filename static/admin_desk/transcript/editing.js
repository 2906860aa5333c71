// The passages, and the one that is worked on: only that one has fields, the others are plain words.
(function () {
  "use strict";
  const desk = window.transcriptDesk;
  const FIELDS = ["text", "start_ms", "end_ms", "speaker"];

  desk.makeRows = function (root) {
    const list = root.querySelector("[data-cues]");
    const number = (value) => (value === "" ? null : Number(value));
    const byPk = new Map(Array.from(list.querySelectorAll(".desk-cue"), (row) => [Number(row.dataset.pk), row]));
    let times = null;
    let heard = null;

    function stored(pk) {
      const row = byPk.get(pk);
      return {
        text: row.querySelector(".desk-text").textContent,
        start_ms: number(row.dataset.start),
        end_ms: number(row.dataset.end),
        speaker: row.dataset.speaker,
      };
    }

    function draw(data) {
      let last = null;
      for (const one of data.rows || []) {
        const made = new DOMParser().parseFromString(`<ol>${one.html}</ol>`, "text/html").querySelector("li");
        const row = byPk.get(one.pk);
        if (row) {
          Object.assign(row.dataset, made.dataset);
          row.querySelector(".desk-row").replaceWith(made.querySelector(".desk-row"));
        } else {
          (last || list.lastElementChild).after(made);
          byPk.set(one.pk, made);
        }
        last = byPk.get(one.pk);
      }
      for (const pk of data.removed || []) {
        byPk.get(pk).remove();
        byPk.delete(pk);
      }
      times = null;
    }

    // Which passage is heard at a moment: the last one that began, if it has not ended.
    function hear(ms) {
      times = times || Array.from(list.querySelectorAll(".desk-cue[data-start]:not([data-start=''])"), (row) => ({
        row, start: Number(row.dataset.start), end: Number(row.dataset.end),
      })).sort((one, other) => one.start - other.start);
      let [low, high] = [0, times.length - 1];
      while (low <= high) {
        const middle = (low + high) >> 1;
        if (times[middle].start <= ms) low = middle + 1;
        else high = middle - 1;
      }
      const found = high >= 0 && ms < times[high].end ? times[high].row : null;
      if (found === heard) return;
      if (heard) heard.classList.remove("is-heard");
      if (found) found.classList.add("is-heard");
      heard = found;
    }

    return { list, stored, draw, hear, get: (pk) => byPk.get(pk) };
  };

  desk.makeEditor = function (root, rows, saver) {
    const made = root.querySelector("template[data-editor]").content.firstElementChild.cloneNode(true);
    const field = Object.fromEntries(FIELDS.map((name) => [name, made.querySelector(`[name=${name}]`)]));
    const errors = made.querySelector("[data-errors]");
    const conflict = made.querySelector("[data-conflict]");
    let row = null;

    const pkOf = (one) => Number(one.dataset.pk);
    const typed = (name, value) => (name.endsWith("_ms") ? (value === null ? "" : desk.clock(value)) : value);

    function fill() {
      const work = saver.workOn(pkOf(row));
      for (const name of FIELDS) {
        field[name].value = name in work.now ? work.now[name] : typed(name, work.stood[name]);
      }
      show(pkOf(row), work);
    }

    function show(pk, work) {
      const one = rows.get(pk);
      if (!one) return;
      one.classList.toggle("desk-unsaved", Object.keys(work.now).length > 0);
      if (one !== row) return;
      const said = Object.values(work.errors || {}).flat();
      errors.hidden = !said.length;
      errors.textContent = said.join(" ");
      for (const name of FIELDS) {
        const isWrong = Boolean(work.errors && (work.errors[name] || work.errors[`${name}_id`] || work.errors.__all__));
        field[name].toggleAttribute("aria-invalid", isWrong);
        if (isWrong) { field[name].setAttribute("aria-invalid", "true"); field[name].setAttribute("aria-describedby", "desk-errors"); }
        else field[name].removeAttribute("aria-describedby");
      }
      showConflict(pk, work);
    }

    function showConflict(pk, work) {
      conflict.hidden = !work.conflict;
      conflict.replaceChildren();
      if (!work.conflict) return;
      const inWords = (one) => `${FIELDS.slice(1, 3).map((name) => typed(name, one[name])).join(" to ")} ${nameOf(one.speaker)}: ${one.text}`;
      const mine = { ...work.conflict };
      for (const name of Object.keys(work.now)) mine[name] = name.endsWith("_ms") ? desk.readClock(work.now[name]) : work.now[name];
      const button = (words, isMine) => {
        const one = Object.assign(document.createElement("button"), { type: "button", textContent: words });
        one.addEventListener("click", () => saver.decide(pk, isMine).then(() => { fill(); field.text.focus(); }));
        return one;
      };
      const said = (words) => Object.assign(document.createElement("q"), { textContent: words });
      conflict.append("Somebody else changed this passage meanwhile. Stored now: ", said(inWords(work.conflict)), " Yours: ", said(inWords(mine)), " ");
      conflict.append(button("Keep what is stored", false), " ", button("Keep mine", true));
    }

    const nameOf = (speaker) => Array.from(field.speaker.options).find((one) => one.value === speaker)?.text || "";

    function open(one, caret) {
      if (!one || !one.dataset.pk) return;
      if (row && row !== one) close();
      row = one;
      row.classList.add("is-current");
      row.setAttribute("aria-current", "true");
      row.append(made);
      fill();
      field.text.focus({ preventScroll: true });
      if (caret !== undefined) field.text.setSelectionRange(caret, caret);
      row.scrollIntoView({ block: "nearest" });
    }

    function close() {
      saver.save(pkOf(row));
      row.classList.remove("is-current");
      row.removeAttribute("aria-current");
      made.remove();
      row = null;
    }

    function set(name, value, wait) {
      if (field[name].readOnly || field[name].disabled) return;
      field[name].value = value;
      saver.change(pkOf(row), name, value, wait);
    }

    field.text.addEventListener("input", () => saver.change(pkOf(row), "text", field.text.value));
    for (const name of ["start_ms", "end_ms"]) field[name].addEventListener("change", () => saver.change(pkOf(row), name, field[name].value, 0));
    const say = () => saver.change(pkOf(row), "speaker", field.speaker.value, 0);
    field.speaker.addEventListener("change", say);
    // The number before a name chooses it at once; Enter and Escape lead back to the words.
    field.speaker.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const chosen = /^[0-9]$/.test(event.key) && field.speaker.options[Number(event.key)];
      if (!chosen && event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      if (chosen) { field.speaker.value = chosen.value; say(); }
      field.text.focus();
    });
    made.addEventListener("focusout", (event) => { if (row && !made.contains(event.relatedTarget)) saver.save(pkOf(row)); });

    // Waits until what was typed here is stored; says whether it is.
    async function settle(one) {
      await saver.save(pkOf(one));
      return !saver.unsaved().includes(pkOf(one));
    }

    return { open, close, show, set, settle, fill, field, current: () => row, pkOf };
  };
})();
