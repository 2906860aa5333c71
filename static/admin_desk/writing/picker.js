// The dialog in which a writer looks for what a text names. Native fields in a native dialog, so that
// all of it works with the keyboard: Tab, arrow keys in the list, Enter to insert, Escape to close.
(function () {
  "use strict";
  const desk = window.writingDesk;
  const make = desk.element;
  let count = 0;

  function field(label, attributes) {
    const id = "writing-field-" + (count += 1);
    const input = make(attributes.options ? "select" : "input", { id, type: "text", ...attributes, options: null });
    for (const [value, words] of attributes.options || []) input.append(make("option", { value }, words));
    return { input, row: make("p", { class: "writing-row" }, make("label", { for: id }, label), input) };
  }

  // `onInsert` returns what is to be done to the text, or nothing where something is missing. It is
  // done after the dialog is closed: while it is open nothing outside it can be typed into.
  function openDialog(title, rows, onInsert, area) {
    const heading = "writing-title-" + (count += 1);
    const close = make("button", { type: "button", class: "button" }, "Back, insert nothing");
    const insert = make("button", { type: "submit", class: "button default" }, "Insert");
    const form = make("form", { method: "dialog" }, make("h2", { id: heading }, title), ...rows, make("p", { class: "writing-acts" }, insert, close));
    const dialog = make("dialog", { class: "writing-dialog", "aria-labelledby": heading }, form);
    close.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const act = onInsert();
      if (!act) return;
      dialog.close("inserted");
      act();
    });
    dialog.addEventListener("close", () => {
      for (const sound of dialog.querySelectorAll("audio")) sound.pause();
      dialog.remove();
      area.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    return { dialog, insert };
  }

  async function ask(area, kind, words) {
    const data = area.dataset;
    const book = data.writingBook || (document.getElementById("id_book") || {}).value || "";
    const query = new URLSearchParams({ kind, q: words, book });
    const answer = await fetch(data.writingChoices + "?" + query, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).choices;
  }

  // Search as one types; the choices are radio buttons. Calls onChoice with what is chosen.
  function makeSearch(area, kind, onChoice) {
    const search = field("Look for", { type: "search", autocomplete: "off" });
    const status = make("p", { role: "status", class: "help" });
    const list = make("fieldset", { class: "writing-choices", hidden: true }, make("legend", {}, "Found"));
    let timer = 0;
    let asked = 0;

    function show(choices) {
      const before = (list.querySelector(":checked") || {}).value;
      const kept = choices.find((choice) => choice.key === before);
      const isFocused = list.contains(document.activeElement);
      list.replaceChildren(make("legend", {}, "Found"));
      list.hidden = choices.length === 0;
      status.textContent = choices.length ? choices.length + " found" : "Nothing found";
      if (!kept) onChoice(null);
      for (const choice of choices) {
        const radio = make("input", { type: "radio", name: "choice", value: choice.key });
        const more = [choice.key, choice.more, choice.is_public ? "" : "not public"].filter(Boolean).join(" · ");
        radio.checked = choice === kept;
        radio.addEventListener("change", () => onChoice(choice));
        list.append(make("label", {}, radio, make("span", {}, choice.label), make("span", { class: "help" }, more)));
      }
      // A late answer takes neither the choice nor the place of the keyboard away.
      if (isFocused) (list.querySelector(":checked") || list.querySelector("input") || search.input).focus();
    }

    async function look() {
      const mine = (asked += 1);
      try {
        const choices = await ask(area, kind, search.input.value);
        if (mine === asked) show(choices);
      } catch {
        if (mine === asked) status.textContent = "The search does not answer. Try again, or type the key by hand.";
      }
    }
    search.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 250);
    });
    search.input.addEventListener("keydown", (event) => {
      const first = list.querySelector("input");
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
        first.click();
      } else if (event.key === "Enter" && !list.querySelector(":checked")) {
        event.preventDefault();
        look();
      }
    });
    look();
    return { rows: [search.row, status, list], status };
  }

  function clock(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (number) => String(number).padStart(2, "0");
    return two(Math.floor(whole / 3600)) + ":" + two(Math.floor((whole % 3600) / 60)) + ":" + two(whole % 60);
  }

  // Plays the recording that readers hear; a beginning and an end are set while it plays.
  function makePlayer(from, to) {
    const box = make("div", { class: "writing-player", hidden: true });
    function show(sounds) {
      box.hidden = !sounds.length;
      box.replaceChildren();
      for (const sound of sounds) {
        const audio = make("audio", { controls: true, preload: "none", src: sound.url, "aria-label": sound.label || "Recording" });
        const set = (words, input) => {
          const button = make("button", { type: "button", class: "button" }, words);
          button.addEventListener("click", () => { input.value = clock(sound.begins / 1000 + audio.currentTime); });
          return button;
        };
        box.append(audio, make("p", { class: "writing-acts" }, set("Begin here", from), set("End here", to)));
      }
    }
    return { box, show };
  }

  async function fillCopies(area, choice, selects) {
    for (const select of selects) select.replaceChildren(make("option", { value: "" }, "no single copy"));
    const copies = choice ? await ask(area, "copy", choice.key) : [];
    for (const select of selects) {
      for (const copy of copies) {
        const words = [copy.label, copy.more, copy.is_public ? "" : "not opened"].filter(Boolean).join(" · ");
        select.append(make("option", { value: copy.key.split("@")[1] }, words));
      }
    }
  }

  // Titles of the dialogs; `locator` is the label of the field for a place within the record.
  const KINDS = {
    doc: { title: "Name a document", locator: "Place in it (p. 2; para. 6)", copies: 1 },
    photo: { title: "Name a photograph" },
    cite: { title: "Cite a source", locator: "Pages (pp. 142–168)" },
    entry: { title: "Name an entry of this book" },
    testimony: { title: "Name testimony", sound: true },
    person: { title: "Name a person or body" },
    photoBlock: { title: "Show a photograph", kind: "photo", block: true },
    compare: { title: "Compare two copies", kind: "doc", copies: 2, block: true },
  };

  desk.pick = function (area, name) {
    const what = KINDS[name];
    const kind = what.kind || name;
    const chosenWords = desk.selected(area);
    const words = field(what.block ? "Caption or remark" : "Words in the text (empty for its title)", { value: chosenWords });
    const locator = what.locator ? field(what.locator, {}) : null;
    const from = field("From (0:12:31)", {});
    const to = field("To (0:13:05)", {});
    const player = what.sound ? makePlayer(from.input, to.input) : null;
    const copies = Array.from({ length: what.copies || 0 }, (_, at) => field(what.copies > 1 ? (at ? "Later copy" : "Earlier copy") : "Copy", { options: [["", "no single copy"]] }));
    let chosen = null;

    const search = makeSearch(area, kind, (choice) => {
      chosen = choice;
      if (player) player.show(choice ? choice.sounds : []);
      if (copies.length) fillCopies(area, choice, copies.map((one) => one.input)).catch(() => {});
    });

    function insert() {
      if (!chosen) {
        search.status.textContent = "Choose what to insert first.";
        return null;
      }
      const keys = copies.map((one) => one.input.value).filter(Boolean);
      if (name === "compare") {
        if (keys.length < 2 || keys[0] === keys[1]) {
          search.status.textContent = "Choose two different copies.";
          return null;
        }
        return () => desk.block(area, ":::compare " + chosen.key + " " + keys.join(" "), words.input.value);
      }
      if (what.block) return () => desk.block(area, ":::photo " + chosen.key, words.input.value || "Caption.");
      const key = keys.length ? chosen.key + "@" + keys[0] : chosen.key;
      const times = [from.input.value.trim(), to.input.value.trim()].filter(Boolean).join("-");
      const place = what.sound ? times : locator && locator.input.value.trim();
      return () => desk.insert(area, desk.role(kind, key, words.input.value, place));
    }

    const rows = [
      ...search.rows,
      ...copies.map((one) => one.row),
      ...(player ? [player.box, from.row, to.row] : []),
      ...(locator ? [locator.row] : []),
      words.row,
    ];
    const { dialog } = openDialog(what.title, rows, insert, area);
    dialog.querySelector("input[type=search]").focus();
  };

  desk.askLink = function (area) {
    const words = field("Words", { value: desk.selected(area), required: true });
    const url = field("Address", { type: "url", placeholder: "https://", required: true });
    openDialog("Link to an address", [words.row, url.row], () => {
      const link = "[" + words.input.value.replace(/[[\]]/g, "") + "](<" + url.input.value.trim().replace(/[<>\s]/g, "") + ">)";
      return () => desk.insert(area, link);
    }, area);
  };

  desk.askLanguage = function (area) {
    const code = field("Language (fr, rw, sw)", { required: true, pattern: "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*" });
    const words = field("Words in that language", { value: desk.selected(area), required: true });
    openDialog("Words in another language", [code.row, words.row], () => {
      const role = "{lang}`" + code.input.value + "; " + words.input.value.replace(/`/g, "") + "`";
      return () => desk.insert(area, role);
    }, area);
  };
})();
