// Keeps a transcript in step with its recording. Times in data-start and data-end are milliseconds.
// Without this file the recording plays with its captions, and every time in the margin is a link to its line.
(function () {
  "use strict";
  const transcript = document.querySelector("ol.transcript");
  const media = document.querySelector(".player audio, .player video");
  if (!transcript || !media) return;

  const follow = document.querySelector(".follow input");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const cues = Array.from(transcript.querySelectorAll(".cue[data-start]"), (line) => ({
    line,
    start: Number(line.dataset.start),
    end: Number(line.dataset.end) || Infinity,
  }));
  let current = null;

  // Binary search: a long life history has thousands of lines and the media tells its time four times a second.
  function cueAt(milliseconds) {
    let low = 0;
    let high = cues.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (cues[middle].start <= milliseconds) low = middle + 1;
      else high = middle - 1;
    }
    const cue = cues[high];
    return cue && milliseconds < cue.end ? cue : null;
  }

  function show(cue) {
    if (cue === current) return;
    if (current) current.line.removeAttribute("aria-current");
    current = cue;
    if (!cue) return;
    cue.line.setAttribute("aria-current", "true");
    if (follow && follow.checked && !media.paused) {
      cue.line.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
    }
  }

  function seek(seconds) {
    const go = function () {
      media.currentTime = seconds;
      show(cueAt(seconds * 1000));
    };
    if (media.readyState >= 1) {
      go();
    } else {
      media.addEventListener("loadedmetadata", go, { once: true });
      media.load();
    }
  }

  // "#t=754.2" names a moment and "#t=754.2,760" a stretch; any other fragment is an ordinary anchor.
  function momentsIn(hash) {
    const match = /^#t=(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(hash);
    return match ? { from: Number(match[1]), to: match[2] ? Number(match[2]) : null } : null;
  }

  // The end of a stretch stops the recording once; whoever plays on afterwards hears the rest.
  let stopAt = null;

  function openMoment() {
    const asked = momentsIn(window.location.hash);
    for (const cue of cues) {
      const inside = asked && asked.to !== null && cue.start < asked.to * 1000 && cue.end > asked.from * 1000;
      cue.line.classList.toggle("is-in-range", Boolean(inside));
    }
    keepMomentInLinks(asked);
    if (!asked) return;
    const cue = cueAt(asked.from * 1000) || cues.find((one) => one.line.classList.contains("is-in-range"));
    if (cue) cue.line.scrollIntoView({ block: "center" });
    stopAt = asked.to;
    seek(asked.from);
  }

  // Whoever changes the language stays at the moment.
  function keepMomentInLinks(asked) {
    for (const link of document.querySelectorAll(".languages a")) {
      link.hash = asked ? window.location.hash : "#transcript";
    }
  }

  function atTime() {
    if (stopAt !== null && media.currentTime >= stopAt) {
      stopAt = null;
      media.pause();
    }
    show(cueAt(media.currentTime * 1000));
  }

  media.addEventListener("timeupdate", atTime);
  media.addEventListener("seeked", () => {
    if (stopAt !== null && media.currentTime > stopAt) stopAt = null;
    show(cueAt(media.currentTime * 1000));
  });

  (document.getElementById("material") || document.body).addEventListener("click", function (event) {
    const link = event.target.closest("a.cue-time");
    const asked = link ? momentsIn(link.hash) : null;
    if (asked === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    openMoment();
  });

  if (follow) {
    follow.closest("[hidden]").hidden = false;
    // A reader who scrolls wants to read elsewhere; the page does not pull them back.
    for (const gesture of ["wheel", "touchmove"]) {
      window.addEventListener(gesture, () => { if (!media.paused) follow.checked = false; }, { passive: true });
    }
  }
  // Words behind a content notice: the moment asked for is shown once the reader opens them.
  const gate = transcript.closest("details");
  if (gate) gate.addEventListener("toggle", () => { if (gate.open) openMoment(); });
  window.addEventListener("hashchange", openMoment);
  openMoment();
})();
