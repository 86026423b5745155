// The script of the tables: a click on a heading sorts by that column, a second one turns the order round.

export const SORT_SCRIPT = `
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => {
    const heading = button.parentElement;
    const table = heading.closest("table");
    const body = table.tBodies[0];
    const isNumeric = heading.classList.contains("number");
    const previous = heading.getAttribute("aria-sort");
    const descending = previous ? previous === "ascending" : isNumeric;
    for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const key = (row) => row.children[heading.cellIndex].dataset.sort;
    const compare = (a, b) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      const order = isNumeric ? a - b : a.localeCompare(b, "en", { numeric: true });
      return descending ? -order : order;
    };
    body.append(...[...body.rows].sort((a, b) => compare(key(a), key(b))));
  });
}
`;
