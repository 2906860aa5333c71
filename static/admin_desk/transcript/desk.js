// The transcriber's desk: keys and buttons, each of which does the same thing.
//
// Keys are Alt with a letter that no browser takes in English or French, at the same place on
// QWERTY, AZERTY and QWERTZ keyboards. Screen readers use Insert, Caps Lock or Control with Option.
(function () {
  "use strict";
  const desk = window.transcriptDesk;
  const root = document.querySelector("[data-desk]");
  if (!root) return;
  const SKIP_MS = 3000;
  const STEP = 0.1;
  const status = root.querySelector("[data-status]");
  const alarm = root.querySelector("[data-alert]");
  const mayCorrect = "corrects" in root.dataset;

  const rows = desk.makeRows(root);
  const saver = desk.makeSaver(root, {
    stored: rows.stored,
    drawn: rows.draw,
    changed: (pk, work) => editor.show(pk, work),
    told: tell,
  });
  const editor = desk.makeEditor(root, rows, saver);
  const player = desk.makePlayer(root, rows.hear);
  const withholding = desk.makeWithholding(root, saver, (data, said) => { apply(data); status.textContent = said; });

  function tell({ left, stuck, trouble, isSaving }) {
    const count = left.length === 1 ? "1 passage" : `${left.length} passages`;
    if (!left.length) status.textContent = "All is saved.";
    else status.textContent = isSaving ? "Saving…" : `Not saved yet: ${count}.`;
    const said = stuck.length ? "A passage could not be saved." : left.length ? trouble : "";
    const words = said && `${said} Not saved yet: ${count}. It is kept on this page only.`;
    alarm.hidden = !words;
    if (alarm.dataset.said === words) return;
    alarm.dataset.said = words;
    alarm.textContent = words;
    if (stuck.length) {
      const go = Object.assign(document.createElement("button"), { type: "button", textContent: "Show it" });
      go.addEventListener("click", () => editor.open(rows.get(stuck[0])));
      alarm.append(" ", go);
    }
  }

  function refuse(answer) {
    if (answer.status === 422) status.textContent = `Not done: ${Object.values(answer.data.errors).flat().join(" ")}`;
    else if (answer.status === 409) status.textContent = "Not done: somebody else changed this passage meanwhile. It is shown as it is stored now.";
    else status.textContent = "Not done: the server did not do it.";
    if (answer.status === 409) apply(answer.data);
  }

  function apply(data, caret) {
    const current = editor.current();
    for (const pk of data.removed || []) {
      if (current && editor.pkOf(current) === pk) editor.close();
      saver.forget(pk);
    }
    for (const one of data.rows || []) saver.forget(one.pk);
    rows.draw(data);
    const row = data.focus ? rows.get(data.focus) : editor.current();
    if (row) editor.open(row, caret);
  }

  async function split() {
    const row = editor.current();
    if (!row) return;
    const area = editor.field.text;
    const [text, caret] = [area.value, area.selectionStart];
    if (!(await editor.settle(row))) return;
    const { start_ms: start, end_ms: end } = rows.stored(editor.pkOf(row));
    const now = player ? player.now() : -1;
    const at_ms = start !== null && now > start && now < end ? now : null;
    const answer = await saver.post("split", { cue: editor.pkOf(row), stood: text, at: desk.codePoints(text, caret), at_ms });
    if (answer.status === 200) { apply(answer.data, 0); status.textContent = "Cut in two."; }
    else refuse(answer);
  }

  async function merge(first) {
    const second = first && first.nextElementSibling;
    if (!first || !second) { status.textContent = "There is no passage to join with."; return; }
    if (!(await editor.settle(first)) || !(await editor.settle(second))) return;
    const stood = [first, second].map((row) => rows.stored(editor.pkOf(row)).text);
    const answer = await saver.post("merge", { cue: editor.pkOf(first), stood });
    if (answer.status === 200) { apply(answer.data, stood[0].length + 1); status.textContent = "Joined."; }
    else refuse(answer);
  }

  // Words that were not heard for certain stand in brackets with a question mark.
  function uncertain() {
    const area = editor.field.text;
    if (!editor.current() || area.readOnly) return;
    let [start, end] = [area.selectionStart, area.selectionEnd];
    if (start === end) {
      while (start > 0 && /\S/.test(area.value[start - 1])) start -= 1;
      while (end < area.value.length && /\S/.test(area.value[end])) end += 1;
    }
    const chosen = area.value.slice(start, end);
    const words = chosen.trim();
    if (!words) return;
    const begin = start + chosen.indexOf(words);
    area.focus();
    area.setSelectionRange(begin, begin + words.length);
    // This way the change can be taken back with the browser's own key.
    if (!document.execCommand("insertText", false, `[${words}?]`)) area.setRangeText(`[${words}?]`, begin, begin + words.length, "end");
    area.dispatchEvent(new Event("input"));
  }

  function go(step) {
    const current = editor.current();
    if (!current) { editor.open(rows.list.querySelector(".is-heard") || rows.list.querySelector(".desk-cue"), 0); return; }
    editor.open(step > 0 ? current.nextElementSibling : current.previousElementSibling, 0);
  }

  const setNow = (name) => { if (editor.current() && player) editor.set(name, desk.clock(player.now()), 0); };
  async function withhold() {
    const row = editor.current();
    if (!row) { status.textContent = "Choose a passage first, and words in it."; return; }
    if (await editor.settle(row)) withholding.withhold(editor.pkOf(row), editor.field.text);
  }

  const deeds = {
    play: () => player && player.toggle(),
    back: () => player && player.skip(-SKIP_MS),
    forward: () => player && player.skip(SKIP_MS),
    slower: () => player && player.speed(-STEP),
    faster: () => player && player.speed(STEP),
    next: () => go(1),
    previous: () => go(-1),
    start: () => mayCorrect && setNow("start_ms"),
    end: () => mayCorrect && setNow("end_ms"),
    split: () => mayCorrect && split(),
    "merge-next": () => mayCorrect && merge(editor.current()),
    "merge-previous": () => mayCorrect && editor.current() && merge(editor.current().previousElementSibling),
    speaker: () => mayCorrect && editor.current() && editor.field.speaker.focus(),
    uncertain: () => mayCorrect && uncertain(),
    withhold: () => "withholds" in root.dataset && withhold(),
    edit: (button) => editor.open(button.closest(".desk-cue")),
    hear: (button) => { const { start } = button.closest(".desk-cue").dataset; if (player && start !== "") player.seek(Number(start)); },
    "give-back": (button) => withholding.giveBack(button),
  };
  const keys = {
    KeyK: "play", KeyJ: "back", KeyL: "forward", KeyU: "slower", KeyP: "faster",
    ArrowDown: "next", ArrowUp: "previous", KeyI: "start", KeyN: "end", Enter: "split",
    KeyG: "merge-next", KeyR: "speaker", KeyY: "uncertain", KeyX: "withhold",
  };

  document.addEventListener("keydown", function (event) {
    // AltGr types letters on many keyboards: it is never a key of the desk.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return;
    const name = event.shiftKey ? (event.code === "KeyG" ? "merge-previous" : "") : keys[event.code];
    if (!name || root.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (!event.repeat || name === "back" || name === "forward" || name === "next" || name === "previous") deeds[name]();
  });

  // A button pressed with the mouse leaves the caret where it is.
  root.addEventListener("mousedown", (event) => { if (event.target.closest("[data-tools] button")) event.preventDefault(); });
  root.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-do]");
    if (button) { deeds[button.dataset.do](button); return; }
    const words = event.target.closest(".desk-text");
    if (words && !String(getSelection())) editor.open(words.closest(".desk-cue"), caretIn(words, event));
  });

  // Where in the words of a passage somebody clicked.
  function caretIn(words, event) {
    const range = document.caretRangeFromPoint ? document.caretRangeFromPoint(event.clientX, event.clientY) : null;
    const place = range ? { node: range.startContainer, offset: range.startOffset } : null;
    const found = place || (document.caretPositionFromPoint && ((at) => at && { node: at.offsetNode, offset: at.offset })(document.caretPositionFromPoint(event.clientX, event.clientY)));
    if (!found || !words.contains(found.node)) return undefined;
    const before = document.createRange();
    before.setStart(words, 0);
    before.setEnd(found.node, found.offset);
    return String(before).length;
  }

  for (const tools of root.querySelectorAll("[data-tools]")) tools.hidden = false;
  const asked = location.hash.startsWith("#p-") && document.getElementById(location.hash.slice(1));
  if (asked) editor.open(asked, 0);
})();
