// @ts-check
/**
 * How does somebody move through a rota by keyboard, with one stop of the tab key?
 *
 * The table is the server's own; here only the cell that has the focus is remembered, so that
 * coming back leads to where one was. After the grid pattern of the ARIA practices guide.
 */

const WEEK = 7;

/**
 * The cells that can have the focus, row by row.
 * @param {HTMLTableElement} table
 * @returns {HTMLTableCellElement[][]}
 */
function cellsOf(table) {
  return [...table.rows]
    .map((row) => [...row.querySelectorAll("td")])
    .filter((cells) => cells.length > 0);
}

/**
 * Where a key leads from a cell; nothing for keys that mean nothing here.
 * @param {KeyboardEvent} event
 * @param {number} row
 * @param {number} column
 * @param {HTMLTableCellElement[][]} cells
 * @returns {[number, number] | undefined}
 */
export function target(event, row, column, cells) {
  const lastRow = cells.length - 1;
  const lastColumn = (cells[row]?.length ?? 1) - 1;
  const isFar = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowUp":
      return [row - 1, column];
    case "ArrowDown":
      return [row + 1, column];
    case "ArrowLeft":
      return [row, column - 1];
    case "ArrowRight":
      return [row, column + 1];
    case "Home":
      return [isFar ? 0 : row, 0];
    case "End":
      return [isFar ? lastRow : row, lastColumn];
    case "PageUp":
      return [row, Math.max(0, column - WEEK)];
    case "PageDown":
      return [row, Math.min(lastColumn, column + WEEK)];
    default:
      return undefined;
  }
}

/** @param {HTMLTableElement} table */
function makeGrid(table) {
  const cells = cellsOf(table);
  const first = table.tBodies[0]?.querySelector("td");
  if (!first) return;
  /** @type {HTMLTableCellElement} */
  let current = first;
  current.tabIndex = 0;

  /** @param {HTMLTableCellElement} cell */
  const enter = (cell) => {
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
  };

  table.addEventListener("focusin", (event) => {
    const cell = event.target instanceof Element ? event.target.closest("td") : null;
    if (cell) enter(cell);
  });

  table.addEventListener("keydown", (event) => {
    if (event.altKey) return;
    const row = cells.findIndex((one) => one.includes(current));
    const column = cells[row]?.indexOf(current) ?? -1;
    if (column < 0) return;
    const wanted = target(event, row, column, cells);
    if (!wanted) return;
    event.preventDefault();
    const next = cells[wanted[0]]?.[wanted[1]];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

for (const table of document.querySelectorAll("table[data-rota]")) {
  if (table instanceof HTMLTableElement) makeGrid(table);
}
