/* The map: its points are the rows of the tables below it, so both always say the same. No tiles, no other host. */
(() => {
  "use strict";

  const place = document.getElementById("map");
  if (!place || !window.L) return;
  place.parentElement.hidden = false;

  const CELL = 46; // pixels within which points of one kind are joined
  const points = [...document.querySelectorAll("#map-tables tr[data-lat]")].map((row) => {
    const link = row.querySelector("a");
    return {
      kind: row.dataset.kind,
      count: Number(row.dataset.count),
      at: L.latLng(Number(row.dataset.lat), Number(row.dataset.lon)),
      name: link.textContent,
      area: row.cells[1].textContent,
      url: link.href,
    };
  });

  const world = L.latLngBounds([-58, -180], [80, 190]);
  const map = L.map(place, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 1,
    maxZoom: 10,
    maxBounds: world.pad(0.2),
    worldCopyJump: false,
    zoomSnap: 0.5,
    fadeAnimation: false,
  });
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);

  const europe = L.latLngBounds([35, -11], [61, 41]);
  map.fitBounds(europe);

  fetch(place.dataset.outlines)
    .then((answer) => answer.json())
    .then((outlines) => {
      L.geoJSON(outlines, {
        interactive: false,
        style: (country) => ({
          className: country.properties.a3 === "UKR" ? "map-country-ua" : "map-country",
          weight: 1,
          fillOpacity: 1,
        }),
      }).addTo(map);
    });

  const layer = L.layerGroup().addTo(map);

  function groups() {
    const found = new Map();
    points.forEach((point) => {
      const pixel = map.project(point.at, map.getZoom());
      const key = [point.kind, Math.floor(pixel.x / CELL), Math.floor(pixel.y / CELL)].join();
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(point);
    });
    return [...found.values()];
  }

  function icon(group, total) {
    const size = Math.min(22 + 5 * Math.log2(total + 1), 52);
    const several = group.length > 1 ? " map-point-several" : "";
    return L.divIcon({
      className: `map-point map-point-${group[0].kind}${several}`,
      html: String(total),
      iconSize: [size, size],
    });
  }

  function popup(point) {
    const text = document.createElement("p");
    const link = document.createElement("a");
    link.href = point.url;
    link.textContent = point.name;
    text.append(link, document.createElement("br"), `${point.area}: ${point.count}`);
    return text;
  }

  function draw() {
    layer.clearLayers();
    groups().forEach((group) => {
      const total = group.reduce((sum, point) => sum + point.count, 0);
      const bounds = L.latLngBounds(group.map((point) => point.at));
      const joined = group.length > 1;
      const name = joined
        ? `${group.slice(0, 3).map((point) => point.name).join(", ")}${group.length > 3 ? "…" : ""} (${group.length} ${place.dataset.places}): ${total}`
        : `${group[0].name}, ${group[0].area}: ${total}`;
      const marker = L.marker(joined ? bounds.getCenter() : group[0].at, {
        icon: icon(group, total),
        title: name,
        alt: name,
        riseOnHover: true,
      });
      const apart = joined && map.getZoom() < map.getMaxZoom() && !bounds.getNorthEast().equals(bounds.getSouthWest());
      if (apart) {
        marker.on("click keypress", (event) => {
          if (event.type === "click" || event.originalEvent.key === "Enter") {
            map.fitBounds(bounds.pad(0.3), { maxZoom: Math.max(map.getZoom() + 1, 7) });
          }
        });
      } else {
        const all = document.createElement("div");
        all.append(...group.map(popup));
        marker.bindPopup(all);
      }
      layer.addLayer(marker);
      const element = marker.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", name);
    });
  }

  map.on("zoomend", draw);
  draw();
})();
