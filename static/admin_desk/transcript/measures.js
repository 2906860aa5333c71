// Places in texts and moments in recordings, counted as the server counts them.
(function () {
  "use strict";
  const desk = (window.transcriptDesk = {});

  // A browser counts UTF-16 units, the server code points: an emoji is two here and one there.
  desk.codePoints = (text, unit) => Array.from(text.slice(0, unit)).length;

  desk.clock = function (ms) {
    const pad = (number, digits) => String(number).padStart(digits, "0");
    const hours = Math.floor(ms / 3600000);
    const minutes = Math.floor(ms / 60000) % 60;
    const rest = `${pad(Math.floor(ms / 1000) % 60, 2)}${ms % 1000 ? "." + pad(ms % 1000, 3) : ""}`;
    return hours ? `${hours}:${pad(minutes, 2)}:${rest}` : `${minutes}:${rest}`;
  };

  // What a person typed, in milliseconds; NaN for what the server will refuse.
  desk.readClock = function (words) {
    const match = /^\s*(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})(?:[.,](\d{1,3}))?\s*$/.exec(words);
    if (!match) return NaN;
    const [hours, minutes, seconds] = match.slice(1, 4).map((part) => Number(part || 0));
    return hours * 3600000 + minutes * 60000 + seconds * 1000 + Number((match[4] || "0").padEnd(3, "0"));
  };
})();
