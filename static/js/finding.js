// Finds words in a transcript without leaving the page, so that the recording plays on: marks every place,
// counts them and steps from one to the next. Without this file the form asks the server, which lists the passages.
(function () {
  "use strict";
  const say = window.said || ((words) => words);
  const form = document.querySelector("[data-find]");
  const transcript = document.querySelector("ol.transcript");
  if (!form || !transcript) return;

  const input = form.querySelector("input[type=search]");
  const steps = form.querySelector(".find-steps");
  const said = form.querySelector(".find-said");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const PATIENCE = 200;
  let marks = [];
  let at = -1;
  let waiting = 0;

  // Letters without accents and case, each still at its place in the text.
  function folded(text) {
    const letters = [];
    for (let place = 0; place < text.length; place += 1) {
      const plain = text[place].normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      letters.push(plain.length === 1 ? plain : text[place]);
    }
    return letters.join("");
  }

  function clear() {
    for (const mark of transcript.querySelectorAll("mark")) {
      const parent = mark.parentNode;
      mark.replaceWith(mark.firstChild || "");
      parent.normalize();
    }
    marks = [];
    at = -1;
  }

  function textsOf(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (
      node.parentElement.closest("sup, .speaker, .withheld, .cue-time") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
    ));
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  function markIn(node, wanted) {
    const text = folded(node.data);
    const places = [];
    for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + wanted.length)) places.push(place);
    for (const place of places.reverse()) {
      const words = node.splitText(place);
      words.splitText(wanted.length);
      const mark = document.createElement("mark");
      words.replaceWith(mark);
      mark.append(words);
    }
  }

  function find() {
    clear();
    const wanted = folded(input.value.trim().replace(/^["“]|["”*]$/g, ""));
    const list = document.querySelector(".found-list");
    if (list) list.remove();
    if (wanted.length < 2) {
      steps.hidden = true;
      said.textContent = "";
      return;
    }
    for (const node of textsOf(transcript)) markIn(node, wanted);
    marks = Array.from(transcript.querySelectorAll("mark"));
    steps.hidden = marks.length === 0;
    said.textContent = marks.length ? `${marks.length} ${say(marks.length === 1 ? "place" : "places")}` : say("Nothing found here.");
  }

  function step(by) {
    if (!marks.length) return;
    if (at >= 0) marks[at].removeAttribute("aria-current");
    at = (at + by + marks.length) % marks.length;
    marks[at].setAttribute("aria-current", "true");
    marks[at].scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
    said.textContent = `${at + 1} ${say("of")} ${marks.length} ${say(marks.length === 1 ? "place" : "places")}`;
  }

  input.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(find, PATIENCE);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    window.clearTimeout(waiting);
    if (!marks.length) find();
    step(1);
  });
  steps.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (button) step(Number(button.dataset.step));
  });

  // The server marked what the address asks for: step through that.
  marks = Array.from(transcript.querySelectorAll("mark"));
  steps.hidden = marks.length === 0;
})();
