// Shows how much of a file has been sent. Without this file the form is sent as any other.
(function () {
  "use strict";

  document.querySelectorAll("form[data-upload]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    if (input) setUp(form, input);
  });

  function setUp(form, input) {
    const box = form.querySelector("[data-upload-box]");
    const bar = box.querySelector("progress");
    const percent = box.querySelector("[data-upload-percent]");
    const error = form.querySelector("[data-upload-error]");
    let sending = null;

    input.addEventListener("change", () => complain(tooLarge()));
    box.querySelector("[data-upload-stop]").addEventListener("click", () => sending && sending.abort());
    form.addEventListener("submit", (event) => {
      if (!input.files.length) return;
      event.preventDefault();
      if (sending) return;
      const problem = tooLarge();
      complain(problem);
      if (problem) return stopped(); // hundreds of megabytes need not be sent to be refused
      send(event.submitter);
    });

    function tooLarge() {
      const most = Number(input.dataset.maxBytes);
      return input.files.length && input.files[0].size > most ? input.dataset.tooLarge : "";
    }

    function complain(text) {
      error.textContent = text;
      error.hidden = !text;
      if (text) error.scrollIntoView({ block: "nearest" });
    }

    function send(button) {
      const data = new FormData(form);
      if (button && button.name) data.append(button.name, button.value);
      sending = new XMLHttpRequest();
      // Not form.action: a button of that name would be meant.
      sending.open("POST", form.getAttribute("action") || window.location.href);
      sending.setRequestHeader("X-Upload", "1");
      sending.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) show(Math.round((100 * event.loaded) / event.total));
      });
      sending.addEventListener("load", answered);
      sending.addEventListener("error", () => stopped(error.dataset.failed));
      sending.addEventListener("abort", () => stopped(error.dataset.stopped));
      show(0);
      box.hidden = false;
      box.scrollIntoView({ block: "nearest" });
      sending.send(data);
    }

    function show(value) {
      bar.value = value;
      percent.textContent = `${value} %`;
    }

    function answered() {
      const type = sending.getResponseHeader("Content-Type") || "";
      if (type.startsWith("application/json")) {
        return window.location.assign(JSON.parse(sending.responseText).next);
      }
      if (sending.status >= 500 || sending.status === 413 || !type.startsWith("text/html")) {
        return stopped(error.dataset.failed);
      }
      if (new URL(sending.responseURL).pathname !== window.location.pathname) {
        return window.location.assign(sending.responseURL); // signed out meanwhile
      }
      // The page as the server shows it, with what has to be corrected.
      const page = sending.responseText;
      document.open();
      document.write(page);
      document.close();
    }

    function stopped(reason) {
      sending = null;
      box.hidden = true;
      if (reason) complain(reason);
      form.dispatchEvent(new Event("input", { bubbles: true })); // there is something to keep again
    }
  }
})();
