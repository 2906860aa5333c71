// Remembers, in this browser alone, at which paragraph a reader left a book, and offers to go on there.
(function () {
  "use strict";
  const bar = document.querySelector("[data-continue]");
  const parts = Array.from(document.querySelectorAll(".reading > section[id]"));
  const key = "place:" + location.pathname;
  if (!bar || !parts.length) return;

  // A browser may refuse to remember anything: then there is nothing to offer.
  function remember(place) {
    try {
      if (place) localStorage.setItem(key, JSON.stringify(place));
      else localStorage.removeItem(key);
    } catch {}
  }
  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  const isAbove = (element) => element.getBoundingClientRect().top < 120;
  function placeNow() {
    const at = parts.findLastIndex(isAbove);
    if (at < 1) return null;
    const inside = Array.from(parts[at].querySelectorAll("p[id], article[id], li[id]")).findLast(isAbove);
    return { id: (inside || parts[at]).id, words: parts[at].querySelector("h2").firstChild.textContent.trim() };
  }

  const place = remembered();
  const target = place && document.getElementById(place.id);
  if (target && !location.hash && scrollY < 200) {
    const link = bar.querySelector("a");
    link.href = "#" + place.id;
    link.querySelector("span").textContent = place.words;
    bar.hidden = false;
    link.addEventListener("click", () => (bar.hidden = true));
    bar.querySelector("button").addEventListener("click", function () {
      bar.hidden = true;
      remember(null);
    });
  }

  let waiting = 0;
  addEventListener("scroll", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      const now = placeNow();
      if (now) remember(now);
    }, 500);
  }, { passive: true });
})();
