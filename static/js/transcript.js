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

  // "#t=754.2" and "#t=754.2,760" name a moment; any other fragment is an ordinary anchor.
  function momentIn(hash) {
    const match = /^#t=(\d+(?:\.\d+)?)/.exec(hash);
    return match ? Number(match[1]) : null;
  }

  function openMoment() {
    const seconds = momentIn(window.location.hash);
    if (seconds === null) return;
    const cue = cueAt(seconds * 1000);
    if (cue) cue.line.scrollIntoView({ block: "center" });
    seek(seconds);
  }

  media.addEventListener("timeupdate", () => show(cueAt(media.currentTime * 1000)));
  media.addEventListener("seeked", () => show(cueAt(media.currentTime * 1000)));

  transcript.addEventListener("click", function (event) {
    const link = event.target.closest("a.cue-time");
    const seconds = link ? momentIn(link.hash) : null;
    if (seconds === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    seek(seconds);
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
