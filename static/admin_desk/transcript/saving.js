// Every change of a passage is sent to the server, one request at a time for each passage.
//
// What is not saved yet is kept in the memory of this page alone and tried again. It is not put
// into the browser's storage: that lies on the disk of whoever's computer this is, also after the
// window is closed, and testimony is confidential. The page says plainly what is not saved, and a
// browser asks before it leaves.
(function () {
  "use strict";
  const desk = window.transcriptDesk;
  const WAIT_MS = 1500;
  const AGAIN_MS = 5000;
  const SIGNED_OUT = "You are not signed in any more. Sign in again in another window, then come back: nothing here is lost while this page stays open.";
  const OUT_OF_REACH = "The server cannot be reached. It is tried again by itself; leave this page open.";

  desk.makeSaver = function (root, on) {
    const token = root.querySelector("[name=csrfmiddlewaretoken]");
    const works = new Map();
    let trouble = "";

    async function send(deed, body, keepalive) {
      const response = await fetch(`${root.dataset.address}${deed}/`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
        body: JSON.stringify(body),
        redirect: "manual",
        keepalive: Boolean(keepalive),
      });
      const isTold = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: response.status, isTold, data: isTold ? await response.json() : {} };
    }

    // Whoever signs in again gets another token: this page takes it over.
    async function newToken() {
      const response = await fetch(location.pathname, { redirect: "manual" });
      if (!response.ok) return false;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = fresh.querySelector("[data-desk] [name=csrfmiddlewaretoken]");
      if (!found) return false;
      token.value = found.value;
      return true;
    }

    // Answers {status, data}; a status of 0 says that nothing came through.
    async function post(deed, body, keepalive) {
      try {
        let answer = await send(deed, body, keepalive);
        if (answer.status === 403 && !keepalive && (await newToken())) answer = await send(deed, body);
        if (answer.isTold) trouble = "";
        else if (answer.status === 0) trouble = SIGNED_OUT;
        else if (answer.status === 403) trouble = "You may not do this.";
        else trouble = `The server could not do this (${answer.status}).`;
        return answer;
      } catch {
        trouble = OUT_OF_REACH;
        return { status: 0, isTold: false, data: {} };
      } finally {
        tell();
      }
    }

    function workOn(pk) {
      if (!works.has(pk)) works.set(pk, { stood: on.stored(pk), now: {}, timer: 0, busy: null, errors: null, conflict: null });
      return works.get(pk);
    }

    const isDirty = (work) => Object.keys(work.now).length > 0;
    const unsaved = () => Array.from(works).filter(([, work]) => isDirty(work) || work.busy).map(([pk]) => pk);

    function change(pk, field, value, wait) {
      const work = workOn(pk);
      const stood = work.stood[field];
      const isTime = field === "start_ms" || field === "end_ms";
      const same = isTime ? (value.trim() === "" ? stood === null : desk.readClock(value) === stood) : value === stood;
      if (same && !work.busy) delete work.now[field];
      else work.now[field] = value;
      work.errors = null;
      clearTimeout(work.timer);
      if (isDirty(work)) work.timer = setTimeout(() => save(pk), wait === undefined ? WAIT_MS : wait);
      on.changed(pk, work);
      tell();
    }

    function save(pk, keepalive) {
      const work = works.get(pk);
      if (!work) return Promise.resolve(true);
      clearTimeout(work.timer);
      if (work.busy) return work.busy.then(() => save(pk));
      if (!isDirty(work)) return Promise.resolve(true);
      if (work.conflict || work.errors) return Promise.resolve(false);
      work.busy = exchange(pk, work, keepalive).finally(() => { work.busy = null; on.changed(pk, work); tell(); });
      return work.busy;
    }

    async function exchange(pk, work, keepalive) {
      const sent = { ...work.now };
      const answer = await post("save", { cue: pk, stood: work.stood, now: sent }, keepalive);
      if (answer.status === 200) {
        for (const field of Object.keys(sent)) if (work.now[field] === sent[field]) delete work.now[field];
        on.drawn(answer.data);
        work.stood = on.stored(pk);
        if (isDirty(work)) work.timer = setTimeout(() => save(pk), WAIT_MS);
        return !isDirty(work);
      }
      if (answer.status === 409) {
        on.drawn(answer.data);
        work.conflict = on.stored(pk);
      } else if (answer.status === 422) {
        work.errors = answer.data.errors;
      } else {
        work.timer = setTimeout(() => save(pk), AGAIN_MS);
      }
      return false;
    }

    // Whose words stand, after somebody else changed the passage meanwhile.
    function decide(pk, mine) {
      const work = works.get(pk);
      work.stood = work.conflict;
      work.conflict = null;
      if (!mine) work.now = {};
      on.changed(pk, work);
      tell();
      return save(pk);
    }

    function forget(pk) {
      const work = works.get(pk);
      if (work) clearTimeout(work.timer);
      works.delete(pk);
    }

    function tell() {
      const left = unsaved();
      const stuck = left.filter((pk) => works.get(pk).errors || works.get(pk).conflict);
      on.told({ left, stuck, trouble, isSaving: left.some((pk) => works.get(pk).busy) });
    }

    const flush = (keepalive) => Promise.all(unsaved().map((pk) => save(pk, keepalive)));
    window.addEventListener("online", () => flush());
    // Whoever comes back from signing in again elsewhere finds it saved.
    window.addEventListener("focus", () => flush());
    document.addEventListener("visibilitychange", () => flush(document.hidden));
    window.addEventListener("pagehide", () => flush(true));
    window.addEventListener("beforeunload", (event) => { if (unsaved().length) event.preventDefault(); });

    return { post, change, save, decide, forget, workOn, get: (pk) => works.get(pk), unsaved };
  };
})();
