// The writing desk: a row of buttons over a plain field. Without scripts the field alone remains, and
// what is wrong with a text is told when it is saved.
(function () {
  "use strict";
  const desk = window.writingDesk;
  const make = desk.element;

  const GROUPS = [
    ["Text", [
      ["Bold", (area) => desk.surround(area, "**", "**")],
      ["Italic", (area) => desk.surround(area, "*", "*")],
      ["Heading", (area) => desk.begin(area, "### ")],
      ["List", (area) => desk.begin(area, "- ")],
      ["Quotation", (area) => desk.begin(area, "> ")],
      ["Language", (area) => desk.askLanguage(area)],
      ["Link", (area) => desk.askLink(area)],
      ["Note", (area) => desk.note(area)],
    ]],
    ["Name", [
      ["Document", (area) => desk.pick(area, "doc")],
      ["Entry", (area) => desk.pick(area, "entry")],
      ["Source", (area) => desk.pick(area, "cite")],
      ["Testimony", (area) => desk.pick(area, "testimony")],
      ["Photograph", (area) => desk.pick(area, "photo")],
      ["Person", (area) => desk.pick(area, "person")],
    ]],
    ["Set apart", [
      ["Pull quote", (area) => desk.block(area, ":::pullquote", desk.selected(area) || "A sentence of the text.")],
      ["Show photograph", (area) => desk.pick(area, "photoBlock")],
      ["Compare copies", (area) => desk.pick(area, "compare")],
    ]],
  ];

  // One stop for the Tab key; the arrows go from button to button.
  function rove(toolbar) {
    const buttons = Array.from(toolbar.querySelectorAll("button"));
    buttons.forEach((button, at) => { button.tabIndex = at ? -1 : 0; });
    toolbar.addEventListener("keydown", (event) => {
      const here = buttons.indexOf(document.activeElement);
      const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (next === undefined || here < 0) return;
      event.preventDefault();
      buttons[here].tabIndex = -1;
      const button = buttons[(next + buttons.length) % buttons.length];
      button.tabIndex = 0;
      button.focus();
    });
  }

  function furnish(area) {
    const label = document.querySelector("label[for='" + CSS.escape(area.id) + "']");
    const name = label ? label.textContent.replace(/:\s*$/, "").trim() : "text";
    const toolbar = make("div", { class: "writing-toolbar", role: "toolbar", "aria-label": "Writing: " + name, "aria-controls": area.id });
    for (const [title, buttons] of GROUPS) {
      const group = make("span", { class: "writing-group", role: "group", "aria-label": title });
      for (const [words, act] of buttons) {
        const button = make("button", { type: "button" }, words);
        button.addEventListener("click", () => act(area));
        group.append(button);
      }
      toolbar.append(group);
    }
    const toggle = make("button", { type: "button", class: "writing-toggle" }, "Preview");
    toolbar.append(toggle);
    const box = make("div", { class: "writing-desk" });
    area.before(box);
    const panel = desk.makePreview(area, toggle);
    box.append(toolbar, area, panel);
    rove(toolbar);
  }

  function begin() {
    for (const area of document.querySelectorAll("textarea[data-writing]")) furnish(area);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
