// Enter in the pickers of the desks (select2) takes nothing that was not chosen: select2 marks the first row by
// itself, and whatever lies under a mouse that nobody moves.
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
