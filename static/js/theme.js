// Applies the reader's remembered choice of a light or dark page before it is painted, and offers the choice in the footer.
(function () {
  "use strict";
  const root = document.documentElement;
  const key = "appearance";

  function remembered() {
    try {
      return localStorage.getItem(key) || "";
    } catch (error) {
      return "";
    }
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  }

  apply(remembered());

  document.addEventListener("DOMContentLoaded", function () {
    const select = document.getElementById("appearance");
    if (!select) return;
    select.value = remembered();
    select.parentElement.hidden = false;
    select.addEventListener("change", function () {
      apply(select.value);
      try {
        localStorage.setItem(key, select.value);
      } catch (error) {
        // A browser that forbids storage still shows the choice on this page.
      }
    });
  });
})();
