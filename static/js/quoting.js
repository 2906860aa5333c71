// Copies words that a reader selected in a transcript, with who said them, when, and which version.
// Without this file the form beneath the transcript gives the same.
(function () {
  "use strict";
  const say = window.said || ((words) => words);
  const transcript = document.querySelector("ol.transcript");
  const tools = document.querySelector("[data-quote-tools]");
  if (!transcript || !tools || !navigator.clipboard) return;

  const button = tools.querySelector("button");
  const status = tools.querySelector("[role=status]");
  const month = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

  function selected() {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return range.intersectsNode(transcript) && selection.toString().trim() ? range : null;
  }

  // The selected part of one line, without times, numbers of notes and what stands beside it.
  function wordsOf(line, range) {
    const paragraph = line.querySelector(":scope > p");
    if (!paragraph || !range.intersectsNode(paragraph)) return "";
    const part = document.createRange();
    part.selectNodeContents(paragraph);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    const copy = part.cloneContents();
    for (const aside of copy.querySelectorAll("sup, .speaker")) aside.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function quoted(range) {
    const said = [];
    let speaker = "";
    for (const line of transcript.querySelectorAll(".cue")) {
      const label = line.querySelector(":scope > p > .speaker");
      if (label) speaker = label.textContent.trim();
      const words = wordsOf(line, range);
      if (words) said.push({ line, speaker, words });
    }
    return said;
  }

  function clock(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  function written(said) {
    const timed = said.filter((one) => one.line.dataset.start);
    const address = new URL(window.location.href);
    let time = "";
    address.hash = `#${said[0].line.querySelector(":scope > p").id}`;
    if (timed.length) {
      const start = Number(timed[0].line.dataset.start);
      const end = Math.max(...timed.map((one) => Number(one.line.dataset.end) || Number(one.line.dataset.start)));
      time = clock(start) === clock(end) ? clock(start) : `${clock(start)}–${clock(end)}`;
      address.hash = `#t=${start / 1000},${end / 1000}`;
    }
    for (const name of ["beside", "q", "from", "to"]) address.searchParams.delete(name);
    if (document.querySelector(".transcript-part .languages")) address.searchParams.set("language", transcript.lang);
    const speakers = new Set(said.map((one) => one.speaker));
    let words = "";
    let former = null;
    for (const one of said) {
      const turn = speakers.size > 1 && one.speaker !== former;
      words += `${words ? (turn ? "\n" : " ") : ""}${turn && one.speaker ? `${one.speaker}: ` : ""}${one.words}`;
      former = one.speaker;
    }
    const citation = transcript.dataset.citation
      .replace(time ? "[time]" : ", [time]", () => time)
      .replace("[address]", () => address.href)
      .replace("[day of your visit]", () => month.format(new Date()));
    return `“${words}”\n${speakers.size === 1 && said[0].speaker && !citation.startsWith(said[0].speaker) ? `${said[0].speaker}, ${say("in")} ` : ""}${citation}`;
  }

  document.addEventListener("selectionchange", function () {
    const range = selected();
    if (range) {
      tools.hidden = false;
      status.textContent = "";
    } else if (document.activeElement !== button) {
      tools.hidden = true;
    }
  });

  // A press on the button must not take the selection away before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", function () {
    const range = selected();
    const said = range ? quoted(range) : [];
    if (!said.length) {
      status.textContent = say("Select words of the transcript first.");
    } else if (said.some((one) => "unquotable" in one.line.dataset)) {
      status.textContent = say("Somebody who speaks there does not allow quotation.");
    } else {
      navigator.clipboard.writeText(written(said)).then(
        () => { status.textContent = say("Copied."); },
        () => { status.textContent = say("The browser does not allow copying. Use the form beneath the transcript."); },
      );
    }
  });
})();
