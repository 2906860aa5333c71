// What the boxes share in which page images are enlarged: the library, fetched when first wanted (OpenSeadragon),
// how a stage is set up with it, and the buttons beside it. To be loaded before viewer.js and compare.js.
window.zooming = (function () {
  "use strict";
  const library = document.currentScript.dataset.library;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const say = window.said || ((words) => words);
  let loading = null;

  function load() {
    if (!loading) {
      loading = new Promise(function (resolve, reject) {
        // The library would write a style of its own into the page, which the page forbids, unless it finds
        // one. This element has the name of a style and is none.
        const mark = document.createElementNS("urn:open-record", "style");
        mark.setAttribute("data-openseadragon-mobile-css", "");
        const script = document.createElement("script");
        script.src = library;
        script.addEventListener("load", resolve);
        script.addEventListener("error", function () {
          loading = null;
          script.remove();
          reject(new Error("not loaded"));
        });
        document.head.append(mark, script);
      });
    }
    return loading;
  }

  function make(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) made.textContent = say(words);
    return made;
  }

  function button(words, label, action) {
    const made = make("button", "button is-quiet", words);
    made.type = "button";
    if (label) made.setAttribute("aria-label", say(label));
    made.addEventListener("click", action);
    return made;
  }

  function group(label, buttons) {
    const made = make("div", "button-row");
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", say(label));
    made.append(...buttons);
    return made;
  }

  // The keys in `kept` are taken from the library, which would mirror or turn the page by them.
  function start(stage, said, zoomBy, kept) {
    const made = window.OpenSeadragon({
      element: stage,
      drawer: "canvas",
      showNavigationControl: false,
      visibilityRatio: 0.5,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 2,
      animationTime: still ? 0 : 0.6,
      immediateRender: still,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    });
    made.canvas.setAttribute("role", "application");
    made.canvas.setAttribute("aria-roledescription", "page image");
    made.canvas.setAttribute("aria-describedby", "viewer-help");
    made.addHandler("open", function () {
      said.textContent = "";
    });
    made.addHandler("open-failed", function () {
      said.textContent = say("The image of this page can not be loaded.");
    });
    made.addHandler("canvas-key", function (event) {
      const key = event.originalEvent.key;
      if (key === "+" || key === "-") zoomBy(key === "+" ? 1.5 : 1 / 1.5);
      event.preventDefaultAction = ["+", "-", ...kept].includes(key);
    });
    return made;
  }

  return { load, make, button, group, start };
})();
