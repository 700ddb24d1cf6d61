/* The parties of a record on a map: its points are the parties beside it. No tiles, no other host. */
(() => {
  "use strict";

  const place = document.getElementById("desk-map");
  const parties = [...document.querySelectorAll(".desk-party[data-lat]")].map((party) => ({
    isOurs: party.dataset.side === "ukrainian",
    at: L.latLng(Number(party.dataset.lat), Number(party.dataset.lon)),
    name: party.querySelector("a").textContent.trim(),
  }));
  if (!place || parties.length === 0) return;
  place.parentElement.hidden = false;

  const map = L.map(place, { attributionControl: false, zoomControl: false, maxZoom: 9, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  map.fitBounds(L.latLngBounds(parties.map((party) => party.at)).pad(0.4), { maxZoom: 6 });

  fetch(place.dataset.outlines)
    .then((answer) => answer.json())
    .then((outlines) => {
      const style = () => ({ className: "desk-map-country", weight: 1, fillOpacity: 1 });
      L.geoJSON(outlines, { interactive: false, style }).addTo(map).bringToBack();
    });

  const theirs = parties.filter((party) => !party.isOurs);
  parties
    .filter((party) => party.isOurs)
    .forEach((ours) =>
      theirs.forEach((other) => L.polyline([ours.at, other.at], { className: "desk-map-line" }).addTo(map)),
    );
  parties.forEach((party) =>
    L.circleMarker(party.at, { radius: 6, className: party.isOurs ? "desk-map-ours" : "desk-map-theirs" })
      .bindTooltip(party.name, { permanent: parties.length < 5, direction: "top" })
      .addTo(map),
  );
})();
