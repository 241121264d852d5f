// Tables as CSV text and back, by the rules of every CSV file of the program.

// A text that a spreadsheet would run gets an apostrophe, which is taken away again.
const RUNS = /^'*[=+\-@\t\r]/;
const SHIELDED = /^''*[=+\-@\t\r]/;
const LINE_ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const SEPARATORS = [",", ";", "\t"];

const oneLine = (text) => text.split(LINE_ENDS).join(" ").trim();
const shielded = (text) => (RUNS.test(text) ? `'${text}` : text);
const asItWas = (cell) => (SHIELDED.test(cell) ? cell.slice(1) : cell);
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows of cells as text. */
function csvOf(rows) {
  const line = (row) => row.map((cell) => quoted(shielded(oneLine(cell)))).join(",");
  return rows.map((row) => `${line(row)}\n`).join("");
}

/** Rows of a text, each with the line on which it ends; throws the line of an open quote. */
function rowsOf(text) {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const times = (mark) => header.split(mark).length;
  const separator = SEPARATORS.reduce((most, mark) => (times(mark) > times(most) ? mark : most));
  const rows = [];
  let cells = [], cell = "", inside = false, line = 1;
  const endCell = () => { cells.push(asItWas(cell.trim())); cell = ""; };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one)) rows.push({ line, cells });
    cells = [];
  };
  const marks = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  for (let at = 0; at < marks.length; at += 1) {
    const mark = marks[at];
    if (inside && mark === '"' && marks[at + 1] === '"') { cell += '"'; at += 1; }
    else if (mark === '"' && (inside || !cell)) inside = !inside;
    else if (!inside && mark === separator) endCell();
    else if (!inside && mark === "\n") endRow();
    else cell += mark;
    if (mark === "\n") line += 1;
  }
  if (inside) throw new Fault("fault_quote", { line });
  endRow();
  return rows;
}
