// Opens a page image in a box in which it can be enlarged by what zooming.js sets up.
// Without this file the images and texts of the pages stand below one another and can be read as they are.
(function () {
  "use strict";
  const say = window.said || ((words) => words);
  const { load, make, button, group, start } = window.zooming;
  const figures = Array.from(document.querySelectorAll(".page-image[data-zoom]"));
  const ZOOMED = /^#page-(\d+)-zoom$/;
  let box = null;
  let viewer = null;
  let shown = 0;

  // A page of a long document that lies in another stretch of pages is asked for there.
  function goToStretch() {
    const wanted = /^#page-(\d+)(-zoom)?$/.exec(location.hash);
    const asked = new URLSearchParams(location.search);
    if (!wanted || !document.querySelector(".document-pages") || document.getElementById("page-" + wanted[1]) || asked.get("at") === wanted[1]) return;
    asked.delete("page");
    asked.set("at", wanted[1]);
    location.replace("?" + asked + location.hash);
  }

  function zoomBy(factor) {
    if (!viewer || !viewer.viewport) return;
    viewer.viewport.zoomBy(factor);
    viewer.viewport.applyConstraints();
  }

  function whole() {
    if (viewer && viewer.viewport) viewer.viewport.goHome();
  }

  function turn() {
    if (viewer && viewer.viewport) viewer.viewport.setRotation(viewer.viewport.getRotation() + 90);
  }

  function buildBox() {
    box = make("dialog", "viewer");
    box.setAttribute("aria-labelledby", "viewer-title");
    const title = make("h2");
    title.id = "viewer-title";
    const said = make("p", "viewer-said");
    said.setAttribute("role", "status");
    const stage = make("div", "viewer-stage");
    const help = make("p", "viewer-help", "In the image, arrow keys move, + and − enlarge and reduce, 0 shows the whole page, R turns it. Page Up and Page Down change the page, Escape closes.");
    help.id = "viewer-help";
    const before = button("Previous", "Previous page", () => change(-1));
    const after = button("Next", "Next page", () => change(1));
    const pages = figures.length > 1 ? [group("Page", [before, after])] : [];
    const bar = make("div", "viewer-bar");
    bar.append(
      title,
      group("Size", [
        button("+", "Enlarge", () => zoomBy(1.5)),
        button("−", "Reduce", () => zoomBy(1 / 1.5)),
        button("Whole page", "", whole),
        button("Turn", "Turn the page by a quarter", turn),
      ]),
      ...pages,
      button("Close", "", () => box.close()),
    );
    box.parts = { title, said, stage, before, after };
    box.append(bar, said, stage, help);
    box.addEventListener("close", closed);
    box.addEventListener("keydown", function (event) {
      if (event.key !== "PageUp" && event.key !== "PageDown") return;
      event.preventDefault();
      change(event.key === "PageUp" ? -1 : 1);
    });
    document.body.append(box);
  }

  function anchorOf(number) {
    return figures[number].closest(".page-sheet").id;
  }

  function change(step) {
    const next = shown + step;
    if (next >= 0 && next < figures.length) show(next);
  }

  function show(number) {
    const figure = figures[number];
    const { title, said, stage, before, after } = box.parts;
    const label = figure.dataset.label;
    shown = number;
    title.textContent = label.charAt(0).toUpperCase() + label.slice(1);
    said.textContent = say("Loading.");
    before.disabled = number === 0;
    after.disabled = number === figures.length - 1;
    history.replaceState(null, "", "#" + anchorOf(number) + "-zoom");
    if (!viewer) viewer = start(stage, said, zoomBy, ["f", "F", "j", "k"]);
    viewer.canvas.setAttribute("aria-label", figure.querySelector("img").alt);
    viewer.open(figure.dataset.zoom);
  }

  function open(number) {
    if (!box) buildBox();
    box.parts.said.textContent = say("Loading.");
    if (!box.open) box.showModal();
    load().then(
      function () {
        if (!box.open) return;
        show(number);
        viewer.canvas.focus();
      },
      function () {
        box.parts.said.textContent = say("The viewer can not be loaded. The pages can be read as they are.");
      },
    );
  }

  function closed() {
    if (viewer) viewer.destroy();
    viewer = null;
    history.replaceState(null, "", "#" + anchorOf(shown));
    const opener = figures[shown].querySelector(".zoom-row button");
    opener.focus();
    opener.scrollIntoView({ block: "nearest" });
  }

  function openAsAddressed() {
    const wanted = ZOOMED.exec(location.hash);
    const number = wanted ? figures.findIndex((figure, at) => anchorOf(at) === "page-" + wanted[1]) : -1;
    if (number >= 0) open(number);
  }

  figures.forEach(function (figure, number) {
    const row = make("p", "zoom-row");
    row.append(button("Enlarge", say("Enlarge") + " " + figure.dataset.label, () => open(number)));
    figure.insertBefore(row, figure.querySelector("figcaption"));
  });
  goToStretch();
  openAsAddressed();
  window.addEventListener("hashchange", function () {
    goToStretch();
    if (!box || !box.open) openAsAddressed();
  });
})();
