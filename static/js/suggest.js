/* Offers names while somebody types; the search works without it. */
"use strict";
const box = document.querySelector("[data-suggest]");
let waiting;

async function offer() {
  const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`);
  const [typed, names] = await answer.json();
  if (typed === box.value) box.list.replaceChildren(...names.map((name) => new Option(name)));
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 200);
});
