"use strict";
(() => {
  const table = document.querySelector(".pairs");
  if (!table) {
    return;
  }
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const collator = new Intl.Collator("en", { numeric: true });

  const key = (row, column, kind) => {
    const cell = row.cells[column];
    return kind === "number" ? Number(cell.dataset.value) : cell.textContent;
  };

  const sort = (heading, descending) => {
    const column = heading.cellIndex;
    const kind = heading.dataset.sort;
    rows.sort((one, other) => {
      const [a, b] = [key(one, column, kind), key(other, column, kind)];
      const order = kind === "number" ? a - b : collator.compare(a, b);
      return descending ? -order : order;
    });
    body.append(...rows);
    table.querySelectorAll("th[aria-sort]").forEach((old) => old.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  };

  table.querySelectorAll("th[data-sort]").forEach((heading) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      sort(heading, heading.getAttribute("aria-sort") === "ascending");
    });
  });

  const controls = document.querySelector(".controls");
  const status = controls.querySelector("[role=status]");
  const filters = [...controls.querySelectorAll("[data-filter]")];

  const matches = (row, { dataset: { filter }, value }) => {
    if (filter === "name") {
      const names = row.cells[1].textContent.toLowerCase();
      return names.includes(value.toLowerCase());
    }
    return value === "" || row.dataset[filter] === value;
  };

  const apply = () => {
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = !filters.every((filter) => matches(row, filter));
      shown += row.hidden ? 0 : 1;
    });
    status.textContent = `${shown} of ${rows.length} pairs`;
  };

  filters.forEach((filter) => filter.addEventListener("input", apply));
  apply();
  controls.hidden = false;
})();
