// Keeps what is typed into a step of a filing while somebody types, and when the page is left.
// Without this file the buttons save; with it nothing is lost when the connection is.
(function () {
  "use strict";

  const WAIT = 1500; // milliseconds after the last key
  const AGAIN = 8000; // milliseconds until the next try without a connection
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = document.querySelector("[data-kept]");
  let dirty = false;
  let sending = null;
  let timer = 0;
  let leaving = false;

  const typed = () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("action", "keep");
    return data;
  };

  function changed(event) {
    if (event.target.type === "search") return; // looking for somebody is not filing yet
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, WAIT);
  }

  async function send() {
    if (!dirty || leaving) return;
    if (sending) return void (timer = window.setTimeout(send, WAIT));
    dirty = false;
    try {
      sending = fetch(form.getAttribute("action") || location.pathname + location.search, {
        method: "POST",
        body: typed(),
        headers: { Accept: "application/json" },
      });
      const response = await sending;
      if (response.redirected) status.textContent = status.dataset.textOut;
      else if (response.ok) kept(await response.json());
      else if (response.status >= 500) lost();
      else status.textContent = await refusal(response);
    } catch {
      lost();
    } finally {
      sending = null;
    }
  }

  // The server's own words, when it has any: a record that was submitted meanwhile cannot be saved by any button.
  async function refusal(response) {
    try {
      return (await response.json()).detail || status.dataset.textRefused;
    } catch {
      return status.dataset.textRefused;
    }
  }

  function kept(answer) {
    if (answer.url && !form.querySelector("[name=version]")) begun(answer);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    status.textContent = `${status.dataset.textKept} ${time}`;
    (answer.hints || []).forEach(show);
  }

  // The first time a new filing is kept it gets an address of its own, which another device can open.
  function begun(answer) {
    const version = document.createElement("input");
    Object.assign(version, { type: "hidden", name: "version", value: answer.version });
    form.append(version);
    form.setAttribute("action", answer.url + location.search);
    history.replaceState(null, "", answer.url);
  }

  function lost() {
    dirty = true;
    status.textContent = status.dataset.textLost;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, AGAIN);
  }

  // Hints follow what is typed; those that the server put there are replaced.
  // What is merely not filled in yet is said only where the server has said it before.
  function show({ field, hints, absent }) {
    const place = document.getElementById(field);
    if (!place) return;
    const old = place.querySelectorAll(":scope > .field-hint");
    const same = [...old].map((hint) => hint.textContent.trim()).join(" ") === hints.join(" ");
    if (same || (absent && !old.length)) return;
    old.forEach((hint) => hint.remove());
    if (!hints.length) return;
    const box = document.createElement("div");
    box.className = "field-hint live-hints";
    box.textContent = hints.join(" ");
    const note = place.querySelector(":scope > .form-text") || place.querySelector(":scope > .form-label, :scope > legend");
    if (note) note.after(box);
    else place.append(box);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("rowschanged", changed);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && last());
  window.addEventListener("pagehide", last);

  function last() {
    if (!dirty || leaving) return;
    dirty = false;
    fetch(form.getAttribute("action") || location.pathname + location.search, { method: "POST", body: typed(), keepalive: true }).catch(lost);
  }

  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      return lost();
    }
    leaving = true;
    window.clearTimeout(timer);
  });
  // Back in the browser shows the page as it was left.
  window.addEventListener("pageshow", () => (leaving = false));
})();
