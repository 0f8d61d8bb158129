// The query page: the field becomes an editor, and an answer comes without leaving the page, can be cancelled, and is
// timed.  What is shown is what the server writes on the page that the form without a script leads to.  Nothing is
// kept in the browser unless the reader says so.
import { openEditor } from "./editor.mjs";
import { makeSortable } from "./table.js";

const KEPT = "sos-graph.query";
const LONGEST_ADDRESS = 6000;

const form = document.getElementById("ask");
const field = document.getElementById("query");
const outcome = document.getElementById("outcome");
const words = JSON.parse(form.dataset.words);
let underway;

function made(name, properties = {}, ...children) {
  const one = Object.assign(document.createElement(name), properties);
  one.dataset.added = "";
  one.append(...children);
  return one;
}

const progress = made("p", { className: "progress" });
progress.setAttribute("role", "status");
const cancel = made("button", { type: "button", className: "quiet", hidden: true }, words.cancel);
const copy = made("button", { type: "button", className: "quiet" }, words.link);
const keep = made("input", { type: "checkbox", id: "keep", checked: localStorage.getItem(KEPT) !== null });
const plain = made("input", { type: "checkbox", id: "plain" });

let known;
function terms() {
  known ??= fetch(form.dataset.terms).then((response) => response.json());
  return known;
}

function addressOf(text) {
  const address = new URL(form.action);
  const language = form.elements.lang?.value;
  if (language) address.searchParams.set("lang", language);
  const short = new URL(address);
  short.searchParams.set("query", text);
  if (short.href.length <= LONGEST_ADDRESS) return short;
  address.hash = new URLSearchParams({ query: text });
  return address;
}

function requestFor(address, text, signal) {
  const headers = { Accept: "text/html" };
  if (!address.hash) return fetch(address, { headers, signal });
  const body = new URLSearchParams({ query: text });
  return fetch(address.pathname + address.search, { method: "POST", headers, body, signal });
}

function seconds(since) {
  const passed = (performance.now() - since) / 1000;
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: passed < 1 ? 2 : 1 }).format(passed);
}

function show(page) {
  const found = new DOMParser().parseFromString(page, "text/html").getElementById("outcome");
  outcome.replaceChildren(...(found?.childNodes ?? []));
  outcome.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  markFault();
}

function markFault() {
  const { line, column } = outcome.querySelector("[data-line]")?.dataset ?? {};
  if (line) editor.mark(Number(line), Number(column));
}

async function ask(address, text) {
  underway?.abort();
  const mine = (underway = new AbortController());
  const since = performance.now();
  progress.textContent = words.running;
  cancel.hidden = false;
  form.setAttribute("aria-busy", "true");
  try {
    show(await (await requestFor(address, text, mine.signal)).text());
    const isGood = outcome.querySelector(".complete") !== null;
    progress.textContent = isGood ? words.done.replace("{seconds}", seconds(since)) : "";
    (outcome.firstElementChild ?? outcome).scrollIntoView({ block: "nearest" });
  } catch (error) {
    if (underway === mine) progress.textContent = error.name === "AbortError" ? words.cancelled : words.failed;
  } finally {
    if (underway === mine) {
      underway = undefined;
      cancel.hidden = true;
      form.removeAttribute("aria-busy");
    }
  }
}

async function run() {
  const text = field.value;
  if (keep.checked) localStorage.setItem(KEPT, text);
  const address = addressOf(text);
  await ask(address, text);
  if (address.href !== location.href) history.pushState(null, "", address);
}

const host = made("div", { className: "editor" });
field.after(host, made("p", { className: "editor-help" }, words.help));
const editor = openEditor(host, {
  text: field.value,
  words,
  terms,
  changed: (text) => (field.value = text),
  run,
});
const help = host.nextElementSibling;

function write(text) {
  field.value = text;
  editor.write(text);
}

function showField(isPlain) {
  field.hidden = !isPlain;
  field.required = isPlain;
  host.hidden = help.hidden = isPlain;
}

showField(false);
form.querySelector("button").after(cancel);
form.querySelector(".row").append(copy);
form.querySelector(".row").after(
  progress,
  made("p", { className: "choices" }, made("label", {}, keep, words.keep), made("label", {}, plain, words.plain)),
);

form.querySelector("label[for=query]").addEventListener("click", () => host.hidden || editor.focus());
field.addEventListener("input", () => editor.write(field.value));
host.addEventListener("focus", terms, { once: true, capture: true });
plain.addEventListener("change", () => showField(plain.checked));
keep.addEventListener("change", () => {
  if (keep.checked) localStorage.setItem(KEPT, field.value);
  else localStorage.removeItem(KEPT);
});
cancel.addEventListener("click", () => underway?.abort());
copy.addEventListener("click", async () => {
  const address = addressOf(field.value).href;
  try {
    await navigator.clipboard.writeText(address);
    progress.textContent = words.linked;
  } catch {
    progress.textContent = address;
  }
});
form.addEventListener("submit", (event) => {
  if (form.elements.format.value !== "html") {
    form.method = field.value.length > LONGEST_ADDRESS ? "post" : "get";
    return;
  }
  event.preventDefault();
  run();
});
outcome.addEventListener("click", (event) => {
  const link = event.target.closest("a.swap");
  if (!link) return;
  event.preventDefault();
  ask(new URL(link.href), field.value);
});
addEventListener("popstate", () => location.reload());

const asked = new URLSearchParams(location.hash.slice(1)).get("query");
if (asked) {
  write(asked);
  run();
} else if (!new URLSearchParams(location.search).has("query") && localStorage.getItem(KEPT)) {
  write(localStorage.getItem(KEPT));
  progress.textContent = words.kept;
}
markFault();
