// Finds words in a copy of the site, without a server: they lie beside this file, by their first two letters.
// Without this file the list of all pages stands.
(function () {
  "use strict";
  const place = document.currentScript.src.replace(/[^/]*$/, "");
  const form = document.querySelector("[data-copy-search]");
  const MOST = 100;
  const TYPED = { "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss" };
  const came = {};
  if (!form) return;

  window.copyOfSite = (name, data) => (came[name] = data);

  function load(name) {
    if (name in came) return Promise.resolve(came[name]);
    return new Promise(function (resolve) {
      const script = document.createElement("script");
      script.src = `${place}${form.dataset.copySearch}/${name}.js`;
      script.onload = () => resolve(came[name] || {});
      script.onerror = () => resolve({});
      document.head.append(script);
    });
  }

  // Words as the files hold them: small letters without accents.
  function wordsOf(text) {
    const plain = text.toLowerCase().replace(/[œæøłđðþıß]/g, (one) => TYPED[one]).normalize("NFKD").replace(/\p{M}/gu, "");
    return (plain.match(/[\p{L}\p{N}]+/gu) || []).filter((word) => word.length > 1);
  }

  async function pagesWith(word, files) {
    const start = /^[a-z0-9]{2}/.test(word) ? word.slice(0, 2) : "other";
    const scores = new Map();
    if (!files.words.includes(start)) return scores;
    const found = await load(`words-${start}`);
    for (const [one, [titles, texts]] of Object.entries(found)) {
      if (!one.startsWith(word)) continue;
      const whole = one === word ? 2 : 1;
      for (const [pages, weight] of [[titles, 4], [texts, 1]]) {
        for (const page of pages) scores.set(page, Math.max(scores.get(page) || 0, weight * whole));
      }
    }
    return scores;
  }

  async function find(text) {
    const files = await load("files");
    const words = wordsOf(text);
    const each = await Promise.all(words.map((word) => pagesWith(word, files)));
    if (!each.length) return null;
    const all = [...each[0].keys()].filter((page) => each.every((scores) => scores.has(page)));
    const score = (page) => each.reduce((sum, scores) => sum + scores.get(page), 0);
    const ranked = all.map((page) => [page, score(page)]).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const best = new Map();
    for (const [page] of ranked) {
      const about = (await load(`pages-${Math.floor(page / files.size)}`))[page];
      if (!about) continue;
      const record = about[0].replace(/[^/]*$/, "");
      if (!best.has(record)) best.set(record, about);
      if (best.size > MOST) break;
    }
    return [...best.values()];
  }

  function element(name, words, className) {
    const made = document.createElement(name);
    made.textContent = words;
    if (className) made.className = className;
    return made;
  }

  function row([address, title, kind, about]) {
    const made = element("li", "", "result");
    const link = element("a", title);
    link.href = address;
    const one = element("div", "");
    one.append(link, element("p", about ? `${kind} · ${about}` : kind, "explanation"));
    made.append(one);
    return made;
  }

  async function show() {
    const said = form.parentElement.querySelector("[role=status]");
    const list = form.parentElement.querySelector("ol");
    const found = await find(form.q.value);
    list.replaceChildren(...(found || []).slice(0, MOST).map(row));
    if (!found) said.textContent = form.q.value ? said.dataset.short : "";
    else if (!found.length) said.textContent = said.dataset.none;
    else said.textContent = found.length > MOST ? said.dataset.many : `${said.dataset.found} ${found.length}`;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(form.q.value)}`);
    show();
  });
  form.parentElement.hidden = false;
  form.q.value = new URLSearchParams(location.search).get("q") || "";
  if (form.q.value) show();
})();
