// Comfort only: every page of the desk works without this file.
(function () {
  "use strict";

  const WAIT = 200; // milliseconds after the last key before asking
  const SHORTEST = 2;

  // What was typed is not thrown away by a stray click on a link.
  document.querySelectorAll("form[data-keep]").forEach((form) => {
    let changed = Boolean(document.querySelector(".error-summary, .found"));
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  });

  // After an error the summary is read first; after a search, what was found.
  const first = document.querySelector(".error-summary") || document.querySelector(".found");
  if (first) first.focus();

  // Only the parts of a term that its kind needs are shown.
  document.querySelectorAll("[data-term]").forEach((term) => {
    const kind = term.querySelector("select");
    const years = term.querySelector("[id$=term_years-field]");
    const until = term.querySelector("[id$=term_until-field]");
    const show = () => {
      years.hidden = !["years", "auto_renewal"].includes(kind.value) && !years.querySelector("input").value;
      until.hidden = kind.value !== "until" && !until.querySelector("input").value;
    };
    kind.addEventListener("change", show);
    show();
  });

  document.querySelectorAll("[data-rows]").forEach(setUpRows);

  function setUpRows(box) {
    const name = box.dataset.rows;
    const list = box.querySelector("[data-list]");
    const template = box.querySelector("[data-template]");
    const input = box.querySelector("input[type=search]");
    const options = document.createElement("ul");
    let found = [];
    let active = -1;
    let timer = 0;
    let asked = 0;

    options.className = "picker-list";
    options.id = `${name}-options`;
    options.setAttribute("role", "listbox");
    options.setAttribute("aria-label", input.labels[0].textContent.trim());
    options.hidden = true;
    input.closest(".search-box").after(options);
    Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": options.id,
      "aria-autocomplete": "list",
    }).forEach(([key, value]) => input.setAttribute(key, value));

    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      event.preventDefault();
      button.closest(".party-row").remove();
      list.dispatchEvent(new Event("rowschanged", { bubbles: true }));
      input.dispatchEvent(new Event("input", { bubbles: true }));
      close();
      input.focus();
    });

    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      close(); // what is shown answers an earlier text, and nobody means to choose from that
      if (input.value.trim().length < SHORTEST) return;
      timer = window.setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return close();
      if (event.key === "Enter") {
        // Enter chooses what was marked with the arrows, and nothing else; it never saves the whole page.
        event.preventDefault();
        if (!options.hidden) return choose(found[active]);
        window.clearTimeout(timer);
        return ask();
      }
      if (options.hidden || !found.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      if (event.key === "ArrowDown") return mark((active + 1) % found.length);
      mark(active <= 0 ? found.length - 1 : active - 1);
    });
    input.addEventListener("blur", () => window.setTimeout(close, 150));
    options.addEventListener("mousedown", (event) => event.preventDefault());
    options.addEventListener("click", (event) => {
      const item = event.target.closest("li[data-index]");
      if (item) choose(found[Number(item.dataset.index)]);
    });

    function ask() {
      const query = input.value.trim();
      const number = (asked += 1);
      if (query.length < SHORTEST) return;
      fetch(`${box.dataset.picker}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } })
        .then((response) => response.json())
        .then((answer) => {
          if (number === asked) show(answer.results, answer.did_you_mean);
        })
        .catch(() => close()); // the button "Search" still works
    }

    function show(results, meant) {
      found = results;
      active = -1;
      options.replaceChildren(...results.map(item));
      if (results.length && meant) options.prepend(hint(`${box.dataset.meant} ${meant}`));
      if (!results.length) options.append(hint(box.dataset.none));
      options.hidden = false;
      input.setAttribute("aria-expanded", "true");
      options.scrollIntoView({ block: "nearest" });
    }

    function hint(text) {
      const row = document.createElement("li");
      row.textContent = text;
      row.setAttribute("role", "option");
      row.setAttribute("aria-disabled", "true");
      return row;
    }

    function item(result, index) {
      const row = document.createElement("li");
      row.dataset.index = index;
      row.id = `${name}-option-${index}`;
      row.setAttribute("role", "option");
      if (result.blocked) row.setAttribute("aria-disabled", "true");
      const title = document.createElement("strong");
      title.append(...namesOf(result));
      const more = document.createElement("span");
      more.className = "picker-more";
      const region = result.region ? [inLanguage(result.region, result.region_language)] : [];
      const known = whereOf(result.katottg ? result : { ...result, region: "" }, "");
      const rest = [known, noteOf(result)].filter(Boolean).join(" · ");
      more.append(...region, region.length && rest ? ` · ${rest}` : rest);
      row.append(title);
      if (result.country_name) {
        const country = document.createElement("span");
        country.className = "picker-country";
        country.textContent = result.country_name;
        row.append(country);
      }
      row.append(more);
      return row;
    }

    function nameOf(result) {
      return namesOf(result).map((part) => part.textContent || part).join("");
    }

    function namesOf(result) {
      if (result.full_name) return [result.full_name];
      const original = inLanguage(result.original_name, result.original_language);
      return result.original_name === result.name ? [original] : [`${result.name} (`, original, ")"];
    }

    // A name as it is written there is read by the rules of its own language.
    function inLanguage(text, language) {
      const part = document.createElement("span");
      if (language) part.lang = language;
      part.textContent = text;
      return part;
    }

    function whereOf(result, country = result.country_name) {
      const place = result.katottg ? [result.told_apart_by, result.raion] : [country, result.region];
      const people = result.population
        ? `${result.population.toLocaleString(document.documentElement.lang)} ${box.dataset.inhabitants}`
        : "";
      return [place.filter(Boolean).join(", "), result.level_label, people].filter(Boolean).join(" · ");
    }

    function noteOf(result) {
      if (result.blocked) return box.dataset.blocked;
      return result.id ? box.dataset.known : "";
    }

    function mark(index) {
      active = index;
      [...options.querySelectorAll("li[data-index]")].forEach((row, place) => {
        row.setAttribute("aria-selected", String(place === index));
        if (place === index) row.scrollIntoView({ block: "nearest" });
      });
      input.setAttribute("aria-activedescendant", `${name}-option-${index}`);
    }

    function choose(result) {
      if (!result || result.blocked) return;
      const reference = result.katottg
        ? `community:${result.katottg}`
        : result.id
          ? `municipality:${result.id}`
          : `place:${result.geonames_id}`;
      if (![...list.querySelectorAll("[name$=-reference]")].some((field) => field.value === reference)) {
        add(reference, nameOf(result), whereOf(result));
      }
      input.value = "";
      close();
      input.focus();
    }

    function add(reference, title, where) {
      const keys = [...list.querySelectorAll(`[name=${name}_rows]`)].map((field) => Number(field.value));
      const key = String(Math.max(-1, ...keys) + 1);
      const holder = document.createElement("div");
      holder.innerHTML = template.innerHTML.replaceAll("KEY", key);
      const row = holder.firstElementChild;
      row.querySelector("[name$=-reference]").value = reference;
      row.querySelector("[data-territory-name]").textContent = title;
      row.querySelector("[data-territory-where]").textContent = where;
      list.append(row);
      list.dispatchEvent(new Event("rowschanged", { bubbles: true }));
    }

    function close() {
      asked += 1;
      options.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
  }
})();
