// A search box becomes an editable combobox with a list (ARIA Authoring Practices Guide, list autocomplete with manual
// selection).  The box works as a plain form without this script, and with it as long as nothing is chosen.

const WAIT = 120;

function option(row, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = row.href;
  const name = document.createElement("b");
  name.textContent = row.label;
  if (row.lang) name.lang = row.lang;
  const about = document.createElement("span");
  about.textContent = row.called ? `${row.called} – ${row.description}` : row.description;
  item.append(name, " ", about);
  return item;
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-list`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.list);
    this.status = document.createElement("div");
    this.status.className = "unseen";
    this.status.setAttribute("role", "status");
    input.parentElement.classList.add("combobox");
    input.parentElement.append(this.list, this.status);
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id],
    ]) input.setAttribute(name, value);
    this.active = -1;
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking?.abort();
    const words = this.input.value.trim();
    if (!words) return this.close();
    this.asking = new AbortController();
    const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: words, lang: document.documentElement.lang })}`;
    try {
      const response = await fetch(address, { signal: this.asking.signal });
      if (response.ok) this.show((await response.json()).results);
    } catch {
      this.close();
    }
  }

  show(rows) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...rows.map((row, place) => option(row, `${this.list.id}-${place}`)));
    this.mark(-1);
    this.open(rows.length > 0);
    this.status.textContent = rows.length
      ? this.input.dataset.found.replace("{n}", rows.length) : this.input.dataset.none;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
    this.mark(-1);
    this.status.textContent = "";
  }

  mark(place) {
    const options = this.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const chosen = options[place];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const last = this.list.children.length - 1;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" && !isOpen && this.input.value.trim()) this.ask();
    else if (event.key === "ArrowDown" && isOpen) this.mark(this.active >= last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp" && isOpen) this.mark(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Enter" && isOpen && this.active >= 0) this.follow(this.list.children[this.active]);
    else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
  }

  follow(chosen) {
    if (chosen?.dataset.href) location.assign(chosen.dataset.href);
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Combobox(input);
