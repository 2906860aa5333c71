// Opens the two images of a pair beside one another in a box in which both are enlarged and moved together
// by what zooming.js sets up. Without this file the images stand beside one another as they are.
(function () {
  "use strict";
  const say = window.said || ((words) => words);
  const { load, make, button, group, start } = window.zooming;
  const pairs = Array.from(document.querySelectorAll(".page-pair")).filter(
    (pair) => pair.querySelectorAll(".page-image[data-zoom]").length === 2,
  );
  let box = null;
  let viewers = [];
  let leader = null;
  let shown = 0;

  // The image last touched leads and the other follows, unless the reader parts them. Coordinates count the
  // width of an image as 1, so that images of two sizes agree.
  function follow(leading) {
    if (leading !== leader || !box.parts.step.checked) return;
    const other = viewers[leading === viewers[0] ? 1 : 0];
    if (!other || !other.isOpen()) return;
    other.viewport.zoomTo(leading.viewport.getZoom(true), null, true);
    other.viewport.panTo(leading.viewport.getCenter(true), true);
  }

  function moved() {
    return box.parts.step.checked ? viewers.slice(0, 1) : viewers;
  }

  function zoomBy(factor) {
    leader = viewers[0];
    moved().forEach(function (viewer) {
      viewer.viewport.zoomBy(factor);
      viewer.viewport.applyConstraints();
    });
  }

  function whole() {
    leader = viewers[0];
    moved().forEach((viewer) => viewer.viewport.goHome());
  }

  function buildBox() {
    box = make("dialog", "viewer");
    box.setAttribute("aria-labelledby", "viewer-title");
    const title = make("h2");
    title.id = "viewer-title";
    const said = make("p", "viewer-said");
    said.setAttribute("role", "status");
    const step = make("input");
    step.type = "checkbox";
    step.checked = true;
    const label = make("label");
    label.append(step, " Keep both in step");
    const before = button("Previous", "Previous page", () => change(-1));
    const after = button("Next", "Next page", () => change(1));
    const bar = make("div", "viewer-bar");
    bar.append(
      title,
      group("Size", [
        button("+", "Enlarge", () => zoomBy(1.5)),
        button("−", "Reduce", () => zoomBy(1 / 1.5)),
        button("Whole page", "", whole),
      ]),
      label,
      ...(pairs.length > 1 ? [group("Page", [before, after])] : []),
      button("Close", "", () => box.close()),
    );
    const stages = make("div", "viewer-stages");
    const sides = [0, 1].map(function () {
      const side = make("div");
      const name = make("p", "viewer-said");
      const stage = make("div", "viewer-stage");
      side.append(name, stage);
      stages.append(side);
      return { name, stage };
    });
    const help = make("p", "viewer-help", "In an image, arrow keys move, + and − enlarge and reduce, 0 shows the whole page. Page Up and Page Down change the page, Escape closes.");
    help.id = "viewer-help";
    box.parts = { title, said, step, sides, before, after };
    box.append(bar, said, stages, help);
    box.addEventListener("close", closed);
    box.addEventListener("keydown", function (event) {
      if (event.key !== "PageUp" && event.key !== "PageDown") return;
      event.preventDefault();
      change(event.key === "PageUp" ? -1 : 1);
    });
    document.body.append(box);
  }

  function startSide(side) {
    const made = start(side.stage, box.parts.said, zoomBy, ["f", "F", "j", "k", "r", "R"]);
    ["canvas-press", "canvas-scroll", "canvas-pinch", "canvas-key"].forEach(function (touch) {
      made.addHandler(touch, function () {
        leader = made;
      });
    });
    made.addHandler("viewport-change", () => follow(made));
    return made;
  }

  function change(by) {
    const next = shown + by;
    if (next >= 0 && next < pairs.length) show(next);
  }

  function show(number) {
    const { title, said, sides, before, after } = box.parts;
    const figures = pairs[number].querySelectorAll(".page-image[data-zoom]");
    shown = number;
    title.textContent = pairs[number].querySelector("h3").textContent;
    said.textContent = say("Loading.");
    before.disabled = number === 0;
    after.disabled = number === pairs.length - 1;
    if (!viewers.length) viewers = sides.map(startSide);
    leader = null;
    viewers.forEach(function (viewer, at) {
      sides[at].name.textContent = figures[at].closest(".page-pair-side").querySelector("a").textContent;
      viewer.canvas.setAttribute("aria-label", figures[at].querySelector("img").alt);
      viewer.open(figures[at].dataset.zoom);
    });
  }

  function open(number) {
    if (!box) buildBox();
    box.parts.said.textContent = say("Loading.");
    if (!box.open) box.showModal();
    load().then(
      function () {
        if (!box.open) return;
        show(number);
        viewers[0].canvas.focus();
      },
      function () {
        box.parts.said.textContent = say("The viewer can not be loaded. The pages can be read as they are.");
      },
    );
  }

  function closed() {
    viewers.forEach((viewer) => viewer.destroy());
    viewers = [];
    leader = null;
    const opener = pairs[shown].querySelector(".zoom-row button");
    opener.focus();
    opener.scrollIntoView({ block: "nearest" });
  }

  pairs.forEach(function (pair, number) {
    const row = make("p", "zoom-row");
    row.append(button("Enlarge both", say("Enlarge both images of") + " " + pair.querySelector("h3").textContent.toLowerCase(), () => open(number)));
    pair.append(row);
  });
})();
