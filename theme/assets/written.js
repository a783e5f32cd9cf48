// Lets the tables of a written page be sorted: each heading becomes a button. Without it they read as they are.

const order = new Intl.Collator("vi", { numeric: true });

// What a cell is sorted by: a day (15/9/2025, 9/2025, 2025), a number (1.234,5 as Vietnamese write it), else its words.
function keyOf(text) {
  const day = /^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$/.exec(text);
  if (day) return [Number(day[3]) * 10000 + Number(day[2] ?? 0) * 100 + Number(day[1] ?? 0)];
  const number = text.replace(/[%\s]|(?:đồng|₫)$/g, "");
  if (/^[-+−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/.test(number))
    return [Number(number.replaceAll(".", "").replace(",", ".").replace("−", "-"))];
  return text;
}

// Empty cells stand last, whichever way the others go.
function compare(one, other, way) {
  if (one === "" || other === "") return (one === "") - (other === "");
  const numbers = typeof one === "object" && typeof other === "object";
  return way * (numbers ? one[0] - other[0] : order.compare(String(one), String(other)));
}

for (const table of document.querySelectorAll(".prose table:not([class])")) {
  const headings = [...table.querySelectorAll("thead th")];
  const body = table.tBodies[0];
  if (!body || body.rows.length < 3) continue;
  headings.forEach((heading, at) => {
    if (!heading.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const way = heading.ariaSort === "ascending" ? -1 : 1;
      for (const each of headings) each.removeAttribute("aria-sort");
      heading.ariaSort = way === 1 ? "ascending" : "descending";
      const keyed = [...body.rows].map((row) => [keyOf(row.cells[at]?.textContent.trim() ?? ""), row]);
      keyed.sort(([one], [other]) => compare(one, other, way));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}
