// The picture of the map page becomes a map that can be moved and zoomed.  Its points are the rows of the table below,
// each a link to the municipality; one of them is in the order of Tab, and the arrow keys lead to the nearest in their
// direction.  The picture stays for print.  Without this script the page says the same.
import "leaflet/dist/leaflet.css";
import { DivIcon, GeoJSON, LatLngBounds, Map as LeafletMap, Marker, Tooltip, control } from "leaflet";

const SVG = "http://www.w3.org/2000/svg";
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STATES = ["silent", "ahead", "denied", "over", "ended", "not_known", "seen", "attested", "known"];
const ACROSS = 2.5; // how much worse a step aside is than one ahead
const FAR = 7; // zooms below which the points are drawn small
const DEEPEST = 13;

function linkOf(row) {
  const named = row.querySelector("th a");
  const link = document.createElement("a");
  link.href = named.href;
  link.draggable = false;
  link.tabIndex = -1;
  link.setAttribute("aria-label", `${named.textContent}: ${row.querySelector(".state").textContent}`);
  const picture = document.createElementNS(SVG, "svg");
  const mark = document.createElementNS(SVG, "use");
  picture.setAttribute("viewBox", "-8 -8 16 16");
  mark.setAttribute("href", `#mark-${row.dataset.mark}`);
  mark.setAttribute("class", `mark m${row.dataset.mark} ${row.dataset.state}`);
  picture.append(mark);
  link.append(picture);
  return link;
}

function spotOf(row) {
  const link = linkOf(row);
  const where = [Number(row.dataset.lat), Number(row.dataset.long)];
  const icon = new DivIcon({ className: "spot", html: link, iconSize: [24, 24] });
  const zIndexOffset = 1000 * STATES.indexOf(row.dataset.state);
  return { row, link, where, marker: new Marker(where, { icon, zIndexOffset, keyboard: false, interactive: false }) };
}

function nearest(map, spots, from, [x, y]) {
  const here = map.latLngToContainerPoint(from.where);
  let best = null;
  let least = Infinity;
  for (const spot of spots) {
    const there = map.latLngToContainerPoint(spot.where).subtract(here);
    const ahead = there.x * x + there.y * y;
    const aside = Math.abs(there.x * y) + Math.abs(there.y * x);
    const distance = ahead + ACROSS * aside;
    if (ahead > 0 && distance < least) [best, least] = [spot, distance];
  }
  return best;
}

function makeWalkable(map, spots) {
  const tip = new Tooltip({ direction: "top", offset: [0, -10], opacity: 1 });
  const tell = (spot) => {
    const words = document.createElement("span");
    words.textContent = spot.link.getAttribute("aria-label");
    tip.setLatLng(spot.where).setContent(words).addTo(map);
  };
  let current = spots[0];
  current.link.tabIndex = 0;
  const enter = (spot) => {
    current.link.tabIndex = -1;
    current = spot;
    current.link.tabIndex = 0;
    map.panInside(spot.where, { padding: [40, 40], animate: false });
    tell(spot);
  };
  for (const spot of spots) {
    spot.link.addEventListener("focus", () => enter(spot));
    spot.link.addEventListener("blur", () => tip.remove());
    spot.link.addEventListener("mouseenter", () => tell(spot));
    spot.link.addEventListener("mouseleave", () => tip.remove());
    spot.row.addEventListener("mouseenter", () => spot.link.classList.add("is-meant"));
    spot.row.addEventListener("mouseleave", () => spot.link.classList.remove("is-meant"));
  }
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.remove();
    if (!(event.key in DIRECTIONS) || document.activeElement !== current.link) return;
    event.preventDefault();
    nearest(map, spots, current, DIRECTIONS[event.key])?.link.focus({ preventScroll: true });
  });
}

function offerBoundaries(map, { boundaries, boundariesName }) {
  const layer = new GeoJSON(null, { interactive: false, className: "boundary" });
  const choice = control.layers(null, { [boundariesName]: layer }).addTo(map);
  choice.getContainer().querySelector(".leaflet-control-layers-toggle").title = boundariesName;
  map.on("overlayadd", async () => {
    if (layer.getLayers().length) return;
    const areas = await fetched(boundaries).catch(() => null);
    if (areas) layer.addData(areas);
  });
}

function drawMap(figure, outline) {
  const place = document.createElement("div");
  place.className = "live";
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", figure.dataset.label);
  place.dataset.hint = figure.dataset.label;
  figure.prepend(place);
  figure.classList.add("is-live");
  const spots = [...document.querySelectorAll("table.members tr[data-lat]")].map(spotOf);
  const bounds = new LatLngBounds(spots.map((spot) => spot.where));
  const country = outline && new GeoJSON(outline, { interactive: false, className: "country" });
  if (country) bounds.extend(country.getBounds());
  const map = new LeafletMap(place, {
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    scrollWheelZoom: false,
    zoomSnap: 0.1,
    maxZoom: DEEPEST,
    maxBounds: bounds.pad(0.5),
    fadeAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.on("zoomend", () => place.classList.toggle("is-far", map.getZoom() < FAR));
  map.fitBounds(bounds.pad(0.015));
  map.setMinZoom(map.getZoom() - 0.5);
  country?.addTo(map);
  const { in: zoomInTitle, out: zoomOutTitle } = figure.dataset;
  control.zoom({ zoomInText: "", zoomOutText: "", zoomInTitle, zoomOutTitle }).addTo(map);
  if (figure.dataset.boundaries) offerBoundaries(map, figure.dataset);
  for (const spot of spots) spot.marker.addTo(map);
  makeWalkable(map, spots);
}

async function fetched(address) {
  if (!address) return null;
  const response = await fetch(address);
  return response.ok ? response.json() : null;
}

async function begin() {
  const figure = document.querySelector("figure.atlas");
  if (!figure || !document.querySelector("table.members tr[data-lat]")) return;
  drawMap(figure, await fetched(figure.dataset.outline).catch(() => null));
}

begin();
