// The recording beside the transcript. Moments are milliseconds of the interview: a later part of
// it begins at its own offset.
(function () {
  "use strict";
  const desk = window.transcriptDesk;
  const SLOWEST = 0.4;
  const FASTEST = 2.4;

  desk.makePlayer = function (root, onMoment) {
    const media = root.querySelector("audio, video");
    if (!media) return null;
    const parts = JSON.parse(document.getElementById("desk-recordings").textContent);
    const shown = root.querySelector("[data-clock]");
    const rate = root.querySelector("[data-rate]");
    let part = parts[0];

    const now = () => Math.round(part.offset + media.currentTime * 1000);

    function seek(ms) {
      const wanted = parts.filter((one) => one.offset <= Math.max(ms, 0)).pop() || parts[0];
      const go = () => { media.currentTime = Math.max(ms - wanted.offset, 0) / 1000; };
      if (wanted !== part) {
        const [was, speed] = [!media.paused, media.playbackRate];
        part = wanted;
        media.src = part.src;
        media.addEventListener("loadedmetadata", () => { go(); media.playbackRate = speed; if (was) media.play(); }, { once: true });
        media.load();
      } else if (media.readyState >= 1) {
        go();
      } else {
        media.addEventListener("loadedmetadata", go, { once: true });
        media.load();
      }
    }

    function speed(step) {
      const wanted = Math.round((media.playbackRate + step) * 10) / 10;
      media.playbackRate = Math.min(Math.max(wanted, SLOWEST), FASTEST);
      rate.textContent = `${media.playbackRate}×`;
    }

    function toggle() {
      if (media.paused) media.play().catch(() => {});
      else media.pause();
    }

    const tell = () => { shown.textContent = desk.clock(Math.floor(now() / 1000) * 1000); onMoment(now()); };
    media.addEventListener("timeupdate", tell);
    media.addEventListener("seeked", tell);
    // The end of one part is the beginning of the next.
    media.addEventListener("ended", () => {
      const next = parts[parts.indexOf(part) + 1];
      if (next) { seek(next.offset); media.addEventListener("loadedmetadata", () => media.play(), { once: true }); }
    });
    return { now, seek, speed, toggle, skip: (ms) => seek(now() + ms) };
  };
})();
