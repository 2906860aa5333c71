// Draws rectangles on the image of a page. The rows of the form are the truth: each rectangle shows what its row says, and everything drawn is written into a row.
(function () {
  "use strict";

  const EDGES = ["left", "top", "width", "height"];
  const SMALLEST = 0.4;
  const STEP = 0.5, FINE_STEP = 0.05;
  const ZOOMS = [50, 75, 100, 150, 200, 300, 400];
  const ASK_AGAIN_MS = 2500;
  const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

  const form = document.querySelector("[data-drawing]");
  const surface = form && form.querySelector("[data-surface]");
  let hasUnsaved = false;

  function rows() {
    return Array.from(form.querySelectorAll("[data-rows] [data-row]"));
  }

  function fieldOf(row, name) {
    return row.querySelector("[name$='-" + name + "']");
  }

  function say(words) {
    form.querySelector("[data-said]").textContent = words;
  }

  function clamp(value, least, most) {
    return Math.min(Math.max(value, least), most);
  }

  function rounded(value) {
    return String(Math.round(value * 1000) / 1000);
  }

  function placeOf(row) {
    const place = {};
    for (const edge of EDGES) {
      place[edge] = parseFloat(fieldOf(row, edge).value);
      if (Number.isNaN(place[edge])) return null;
    }
    return place;
  }

  function setPlace(row, place) {
    for (const edge of EDGES) fieldOf(row, edge).value = rounded(place[edge]);
    hasUnsaved = true;
    show(row);
  }

  function isOurs(row) {
    return fieldOf(row, "made_by").value === "us";
  }

  function isRemoved(row) {
    const box = fieldOf(row, "DELETE");
    return Boolean(box && box.checked);
  }

  function nameOf(row) {
    const number = rows().indexOf(row) + 1;
    const place = placeOf(row);
    const whose = isOurs(row) ? "made by us" : "made by the releasing authority";
    if (!place) return "Rectangle " + number + ", " + whose + ", without a place";
    return "Rectangle " + number + ", " + whose + ", " + rounded(place.left) + " % from the left, " + rounded(place.top) +
      " % from the top, " + rounded(place.width) + " % wide, " + rounded(place.height) + " % high";
  }

  // The rectangle of a row on the image -------------------------------------------------------

  function rectangleOf(row) {
    if (row.rectangle) return row.rectangle;
    const box = document.createElement("div");
    box.className = "drawn-area";
    box.tabIndex = 0;
    box.setAttribute("role", "button");
    box.setAttribute("aria-roledescription", "rectangle");
    box.setAttribute("aria-describedby", "drawing-keys");
    const number = document.createElement("span");
    number.className = "drawn-number";
    number.setAttribute("aria-hidden", "true");
    box.append(number);
    for (const handle of HANDLES) {
      const grip = document.createElement("span");
      grip.className = "drawn-handle drawn-handle-" + handle;
      grip.dataset.handle = handle;
      box.append(grip);
    }
    box.addEventListener("keydown", (event) => onKey(event, row));
    box.addEventListener("pointerdown", (event) => onGrip(event, row));
    box.addEventListener("focus", () => row.classList.add("is-current"));
    box.addEventListener("blur", () => row.classList.remove("is-current"));
    row.rectangle = box;
    return box;
  }

  function show(row) {
    const box = rectangleOf(row), place = placeOf(row);
    const number = rows().indexOf(row) + 1;
    row.querySelector("[data-row-name]").textContent = "Rectangle " + number + (isRemoved(row) ? ", to be removed" : "");
    row.classList.toggle("is-removed", isRemoved(row));
    if (!place || isRemoved(row)) {
      box.remove();
      return;
    }
    if (!box.isConnected) surface.append(box);
    for (const edge of EDGES) box.style[edge] = place[edge] + "%";
    box.classList.toggle("is-ours", isOurs(row));
    box.querySelector(".drawn-number").textContent = number;
    box.setAttribute("aria-label", nameOf(row));
  }

  function showAll() {
    // In the order of the rows, so that Tab walks as the numbers say.
    for (const row of rows()) {
      if (row.rectangle) row.rectangle.remove();
      show(row);
    }
  }

  // Keyboard --------------------------------------------------------------------------------

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function onKey(event, row) {
    const arrow = ARROWS[event.key];
    if (arrow && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      nudge(row, arrow, event.altKey ? FINE_STEP : STEP, event.shiftKey);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(row);
    } else if (event.key === "Enter") {
      event.preventDefault();
      fieldOf(row, "printed_form").focus();
    }
  }

  function nudge(row, [across, down], step, isResizing) {
    const place = placeOf(row);
    if (isResizing) {
      place.width = clamp(place.width + across * step, SMALLEST, 100 - place.left);
      place.height = clamp(place.height + down * step, SMALLEST, 100 - place.top);
    } else {
      place.left = clamp(place.left + across * step, 0, 100 - place.width);
      place.top = clamp(place.top + down * step, 0, 100 - place.height);
    }
    setPlace(row, place);
    row.rectangle.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(nameOf(row));
  }

  function remove(row) {
    const others = rows().filter((other) => other !== row && !isRemoved(other) && placeOf(other));
    const number = rows().indexOf(row) + 1;
    fieldOf(row, "DELETE").checked = true;
    hasUnsaved = true;
    show(row);
    say("Rectangle " + number + " will be removed when you save. Untick “Remove this rectangle” to keep it.");
    (others.length ? others[0].rectangle : form.querySelector("[data-add]")).focus();
  }

  // Mouse, pen and finger -------------------------------------------------------------------

  function pointIn(event) {
    const bounds = surface.getBoundingClientRect();
    return {
      x: clamp((event.clientX - bounds.left) / bounds.width * 100, 0, 100),
      y: clamp((event.clientY - bounds.top) / bounds.height * 100, 0, 100),
    };
  }

  function follow(event, onMove, onEnd) {
    event.preventDefault();
    const id = event.pointerId;
    surface.setPointerCapture(id);
    const move = (next) => next.pointerId === id && onMove(pointIn(next));
    const end = (next) => {
      if (next.pointerId !== id) return;
      surface.removeEventListener("pointermove", move);
      surface.removeEventListener("pointerup", end);
      surface.removeEventListener("pointercancel", end);
      onEnd();
    };
    surface.addEventListener("pointermove", move);
    surface.addEventListener("pointerup", end);
    surface.addEventListener("pointercancel", end);
  }

  function onGrip(event, row) {
    if (event.button !== 0) return;
    event.stopPropagation();
    const from = pointIn(event), before = placeOf(row);
    const handle = event.target.dataset.handle || "";
    row.rectangle.focus({ preventScroll: true });
    follow(event, (to) => setPlace(row, handle ? resized(before, handle, to) : movedBy(before, to.x - from.x, to.y - from.y)), () => say(nameOf(row)));
  }

  function movedBy(before, across, down) {
    return {
      left: clamp(before.left + across, 0, 100 - before.width),
      top: clamp(before.top + down, 0, 100 - before.height),
      width: before.width,
      height: before.height,
    };
  }

  function resized(before, handle, to) {
    let left = before.left, top = before.top, right = left + before.width, bottom = top + before.height;
    if (handle.includes("w")) left = Math.min(to.x, right - SMALLEST);
    if (handle.includes("e")) right = Math.max(to.x, left + SMALLEST);
    if (handle.includes("n")) top = Math.min(to.y, bottom - SMALLEST);
    if (handle.includes("s")) bottom = Math.max(to.y, top + SMALLEST);
    return { left: left, top: top, width: right - left, height: bottom - top };
  }

  function onDraw(event) {
    const isByFinger = event.pointerType === "touch";
    const mayDrawByFinger = surface.classList.contains("is-drawn-by-finger");
    if (event.button !== 0 || (isByFinger && !mayDrawByFinger)) return;
    const from = pointIn(event);
    let row = null;
    follow(event, (to) => {
      const place = {
        left: Math.min(from.x, to.x), top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y),
      };
      if (!row && (place.width < SMALLEST || place.height < SMALLEST)) return;
      if (!row) row = addRow();
      place.width = Math.max(place.width, SMALLEST);
      place.height = Math.max(place.height, SMALLEST);
      setPlace(row, movedBy(place, 0, 0));
    }, () => {
      if (!row) return;
      row.rectangle.focus({ preventScroll: true });
      say(nameOf(row) + ", added");
    });
  }

  // Rows ------------------------------------------------------------------------------------

  function addRow() {
    const total = form.querySelector("[name='area-TOTAL_FORMS']");
    const number = Number(total.value);
    const holder = document.createElement("div");
    holder.innerHTML = form.querySelector("[data-empty-row]").innerHTML.replace(/__prefix__/g, number);
    const row = holder.firstElementChild;
    form.querySelector("[data-rows]").append(row);
    total.value = number + 1;
    const kind = form.querySelector("[name='drawn_kind']:checked").value;
    fieldOf(row, "made_by").value = kind;
    if (kind === "us") fieldOf(row, "printed_form").value = "withheld by us";
    listenTo(row);
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: "area" } }));
    return row;
  }

  function addInTheMiddle() {
    const frame = form.querySelector("[data-frame]"), bounds = surface.getBoundingClientRect(), seen = frame.getBoundingClientRect();
    // In the middle of what is in sight: on a page made larger that is another place.
    const x = clamp((seen.left + Math.min(seen.width, bounds.width) / 2 - bounds.left) / bounds.width * 100, 15, 85);
    const y = clamp((seen.top + Math.min(seen.height, bounds.height) / 2 - bounds.top) / bounds.height * 100, 5, 95);
    const row = addRow();
    setPlace(row, { left: x - 15, top: y - 2.5, width: 30, height: 5 });
    row.rectangle.focus();
    say(nameOf(row) + ", added");
  }

  function listenTo(row) {
    row.addEventListener("input", () => { hasUnsaved = true; show(row); });
    row.addEventListener("change", (event) => {
      if (event.target.name.endsWith("-made_by") && isOurs(row) && !fieldOf(row, "printed_form").value) {
        fieldOf(row, "printed_form").value = "withheld by us";
      }
      show(row);
    });
    const button = row.querySelector("[data-show]");
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!row.rectangle.isConnected) return say("This rectangle has no place on the image.");
      row.rectangle.scrollIntoView({ block: "center", inline: "center" });
      row.rectangle.focus({ preventScroll: true });
    });
    row.addEventListener("focusin", () => row.rectangle && row.rectangle.classList.add("is-current"));
    row.addEventListener("focusout", () => row.rectangle && row.rectangle.classList.remove("is-current"));
  }

  // The row for a new rectangle is there for those without this script.
  function dropTheEmptyRow() {
    const total = form.querySelector("[name='area-TOTAL_FORMS']"), last = rows().pop();
    if (last && !fieldOf(last, "key").value && EDGES.every((edge) => !fieldOf(last, edge).value) && !last.querySelector(".errorlist")) {
      last.remove();
      total.value = Number(total.value) - 1;
    }
  }

  // Size of the image -----------------------------------------------------------------------

  function zoom(step) {
    const said = form.querySelector("[data-zoom-said]");
    const at = ZOOMS.indexOf(parseInt(said.textContent, 10));
    const now = ZOOMS[clamp(at + step, 0, ZOOMS.length - 1)];
    const frame = form.querySelector("[data-frame]");
    const middle = [(frame.scrollLeft + frame.clientWidth / 2) / surface.offsetWidth, (frame.scrollTop + frame.clientHeight / 2) / surface.offsetHeight];
    surface.style.width = now + "%";
    said.textContent = now + " %";
    frame.scrollLeft = middle[0] * surface.offsetWidth - frame.clientWidth / 2;
    frame.scrollTop = middle[1] * surface.offsetHeight - frame.clientHeight / 2;
    say("Image at " + now + " %");
  }

  // What readers get, asked for again while it is being made ----------------------------------

  async function watchState() {
    const state = document.getElementById("redaction-state");
    if (!state || !("waiting" in state.dataset)) return;
    await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
    try {
      const answer = await fetch("?state=1", { credentials: "same-origin" });
      if (answer.ok) {
        const holder = document.createElement("div");
        holder.innerHTML = await answer.text();
        const said = holder.querySelector("#redaction-state");
        if (said && said.textContent !== state.textContent) state.replaceWith(said);
        else if (said && !("waiting" in said.dataset)) delete state.dataset.waiting;
      }
    } catch (lost) {
      return;
    }
    watchState();
  }

  function begin() {
    watchState();
    if (!surface) return;
    form.querySelector("[data-tools]").hidden = false;
    dropTheEmptyRow();
    rows().forEach(listenTo);
    showAll();
    surface.addEventListener("pointerdown", onDraw);
    form.querySelector("[data-add]").addEventListener("click", addInTheMiddle);
    form.querySelector("[data-finger]").addEventListener("click", (event) => {
      const isOn = surface.classList.toggle("is-drawn-by-finger");
      event.currentTarget.setAttribute("aria-pressed", String(isOn));
    });
    for (const button of form.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => zoom(button.dataset.zoom === "in" ? 1 : -1));
    }
    form.addEventListener("submit", () => { hasUnsaved = false; });
    window.addEventListener("beforeunload", (event) => { if (hasUnsaved) event.preventDefault(); });
  }

  if (form) document.addEventListener("DOMContentLoaded", begin);
})();
