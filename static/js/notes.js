// Shows a note beside its call: in the margin where there is room, and in a box that opens on click or Enter and closes on Esc.
// Without this file every call is a link to the list of notes, and every note links back.
(function () {
  "use strict";
  const calls = Array.from(document.querySelectorAll("a.note-call[href^='#']"));
  const reading = document.querySelector(".reading");
  const wide = window.matchMedia("(min-width: 80rem)");
  const gap = 12;

  function noteOf(call) {
    return document.getElementById(decodeURIComponent(call.hash.slice(1)));
  }

  // The words of a note without its way back and without ids, which may stand on a page only once.
  function wordsOf(note) {
    const words = document.createDocumentFragment();
    for (const child of note.childNodes) words.append(child.cloneNode(true));
    words.querySelectorAll("[role='doc-backlink']").forEach((link) => link.remove());
    words.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    return words;
  }

  function numberOf(call) {
    const number = document.createElement("span");
    number.className = "note-number";
    number.textContent = call.textContent.trim();
    return number;
  }

  function preparePopover() {
    const box = document.createElement("div");
    let opener = null;
    box.className = "note-popover";
    box.popover = "auto";
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");

    function place() {
      const call = opener.getBoundingClientRect();
      const left = Math.min(Math.max(gap, call.left - 40), window.innerWidth - box.offsetWidth - gap);
      const below = call.bottom + gap / 2;
      const above = call.top - box.offsetHeight - gap / 2;
      box.style.left = left + "px";
      box.style.top = (below + box.offsetHeight > window.innerHeight - gap && above > gap ? above : below) + "px";
    }

    function open(call, note) {
      if (box.isConnected && box.matches(":popover-open")) box.hidePopover();
      opener = call;
      // Directly after its call, so that Tab goes on from there.
      call.after(box);
      box.replaceChildren(wordsOf(note));
      box.setAttribute("aria-label", call.getAttribute("aria-label") || call.textContent);
      box.showPopover();
      place();
      box.focus({ preventScroll: true });
    }

    box.addEventListener("toggle", function (event) {
      if (event.newState !== "closed" || !opener) return;
      if (box.contains(document.activeElement) || document.activeElement === document.body) opener.focus({ preventScroll: true });
      opener = null;
    });
    window.addEventListener("resize", () => opener && place());
    window.addEventListener("scroll", () => opener && place(), { passive: true });

    for (const call of calls) {
      call.addEventListener("click", function (event) {
        const note = noteOf(call);
        if (!note || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open(call, note);
      });
    }
  }

  // Margin notes repeat the list for the eye alone; keyboard and screen reader use the box and the list.
  function prepareMargin() {
    const placed = new Map();
    for (const call of calls) {
      const note = noteOf(call);
      if (!note || placed.has(note) || !call.closest(".reading > .prose")) continue;
      const side = document.createElement("div");
      side.className = "side-note";
      side.setAttribute("aria-hidden", "true");
      side.append(numberOf(call), wordsOf(note));
      side.querySelectorAll("a, button, [tabindex]").forEach((element) => element.setAttribute("tabindex", "-1"));
      reading.append(side);
      placed.set(note, { call, side });
    }

    function lay() {
      if (!wide.matches) return;
      const box = reading.getBoundingClientRect();
      const barriers = Array.from(reading.querySelectorAll(":scope > .reading-wide")).map((part) => part.getBoundingClientRect());
      let free = 0;
      for (const { call, side } of placed.values()) {
        const text = call.closest(".prose").getBoundingClientRect();
        side.style.width = Math.max(0, box.right - text.right - 32) + "px";
        const top = Math.max(free, call.getBoundingClientRect().top - box.top - 4);
        const crosses = barriers.some((part) => top < part.bottom - box.top && top + side.offsetHeight > part.top - box.top);
        side.style.visibility = crosses ? "hidden" : "visible";
        side.style.top = top + "px";
        if (!crosses) free = top + side.offsetHeight + gap;
      }
    }

    wide.addEventListener("change", lay);
    new ResizeObserver(lay).observe(reading);
    if (document.fonts) document.fonts.ready.then(lay);
  }

  function markSection() {
    const links = new Map();
    document.querySelectorAll(".contents a[href^='#']").forEach((link) => links.set(link.hash.slice(1), link));
    if (!links.size || !("IntersectionObserver" in window)) return;
    const observer = new IntersectionObserver(function (entries) {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(entry.target.id).setAttribute("aria-current", "location");
      }
    }, { rootMargin: "-10% 0px -80% 0px" });
    links.forEach((link, id) => {
      const part = document.getElementById(id);
      if (part) observer.observe(part);
    });
  }

  markSection();
  if (!calls.length) return;
  if (typeof HTMLElement.prototype.showPopover === "function") preparePopover();
  if (reading) prepareMargin();
})();
