// The pickers of the desks (select2): named by their labels, and nothing is taken that was not chosen.
//
// Select2 marks the first row by itself, and whatever lies under a mouse that nobody moves: Enter would take it.
(function () {
  "use strict";

  let mouse = null; // where it was moved last

  document.addEventListener("DOMContentLoaded", () => {
    const select2 = window.django && window.django.jQuery && window.django.jQuery.fn.select2;
    if (!select2) return;
    // The row that has been chosen before stays marked: Enter leaves it as it is.
    select2.amd.require("select2/results").prototype.highlightFirstItem = function () {
      this.$results.find(".select2-results__option[aria-selected=true]").first().trigger("mouseenter");
      this.ensureHighlightVisible();
    };
  });

  // Select2 names its box by what is chosen in it, so that an empty one has no name.
  const nameBoxes = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible:not([data-named])")) {
      const label = select.labels[0];
      const box = select.nextElementSibling && select.nextElementSibling.querySelector("[role=combobox]");
      if (!label || !box) continue;
      select.dataset.named = "";
      label.id = label.id || `${select.id}-label`;
      const chosen = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
      if (chosen.getAttribute("role") === "textbox") chosen.setAttribute("aria-labelledby", label.id);
    }
  };
  new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });

  // A list that opens or scrolls under a resting mouse is not pointed at.
  document.addEventListener("mousemove", ({ screenX, screenY }) => (mouse = `${screenX} ${screenY}`), true);
  document.addEventListener(
    "mouseover",
    (event) => {
      const rests = mouse === null || mouse === `${event.screenX} ${event.screenY}`;
      if (rests && event.target.closest(".select2-results")) event.stopPropagation();
    },
    true,
  );
})();
