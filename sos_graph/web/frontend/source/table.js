// A table marked data-sortable can be sorted by each of its columns: the heads become buttons.  Without this script
// the table stands in the order in which the server wrote it, which is a useful one.
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell?.dataset.value ?? cell?.textContent.trim() ?? "";
}

function sort(table, column, ascending) {
  const body = table.tBodies[0];
  const sign = ascending ? 1 : -1;
  const rows = [...body.rows].sort((a, b) => sign * collator.compare(valueOf(a, column), valueOf(b, column)));
  body.append(...rows);
}

export function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      sort(table, head.cellIndex, ascending);
    });
  }
}

document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
