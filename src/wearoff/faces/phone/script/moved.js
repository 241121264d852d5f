// Files out and in: a table as our CSV, and a CSV beside what is here.

const MISSING = ["", "NA", "na", "NaN"];

/** A table as our CSV: the columns of this page, and others that hold something. */
function textOf(table, rows) {
  const written = (name) => given.own[table].includes(name)
    || Object.values(rows).some((cells) => cells[name]);
  const names = given.columns[table].map((column) => column.name).filter(written);
  const dates = Object.keys(rows).sort();
  const line = (date) => [date, ...names.map((name) => rows[date][name] ?? "")];
  return csvOf([["date", ...names], ...dates.map(line)]);
}

/** What a cell of a column holds; nothing where nothing was written. */
function cellOf(column, text, line) {
  if (MISSING.includes(text)) return "";
  if (column.highest === undefined) return text;
  const plain = text.replace(",", ".");
  const number = /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  const fits = number >= column.lowest && number <= column.highest
    && !(column.whole && number % 1);
  if (fits) return String(number);
  throw new Fault("fault_cell", { ...column, column: column.name, line, found: text });
}

/** A session with all that a log asks for: the plan's own units where none were written. */
function sessionOf(row, line) {
  const own = given.plans[row.plan];
  const whole = own && !row.units && !row.product
    ? { ...row, units: String(own.units), product: own.product } : row;
  if (given.own.injections.every((name) => whole[name])) return whole;
  throw new Fault("fault_session", { line });
}

/** The table in a CSV: which it is, its rows by date, and columns that are none of ours. */
function tableIn(text) {
  const [header, ...body] = rowsOf(text);
  if (!header || !body.length) throw [new Fault("fault_empty")];
  const names = header.cells.map((name) => name.toLowerCase());
  if (names.includes("muscle")) throw [new Fault("fault_muscles")];
  const table = names.includes("plan") ? "injections" : "diary";
  const known = Object.fromEntries(given.columns[table].map((column) => [column.name, column]));
  const ours = names.filter((name) => Object.hasOwn(known, name));
  if (!names.includes("date") || !ours.length) throw [new Fault("fault_header")];
  const twice = ["date", ...ours].find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) throw [new Fault("fault_twice", { column: twice })];
  const rows = {}, faults = [], read = new Set();
  for (const { line, cells } of body) {
    try {
      if (cells.length !== names.length) throw new Fault("fault_width", { line });
      const date = cells[names.indexOf("date")];
      if (!isPast(date)) throw new Fault("fault_date", { line, found: date });
      if (read.has(date)) throw new Fault("fault_again", { line, found: date });
      read.add(date);
      const row = {};
      for (const name of ours) {
        const cell = cellOf(known[name], cells[names.indexOf(name)], line);
        if (cell) row[name] = cell;
      }
      if (table === "injections") rows[date] = sessionOf(row, line);
      else if (Object.keys(row).length) rows[date] = row;
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      faults.push(fault);
    }
  }
  if (faults.length) throw faults;
  const left = names.filter((name) => name !== "date" && !Object.hasOwn(known, name));
  return { table, rows, left };
}

/** Whether a day says that it was free and that it was not. */
const isTorn = (cells) => cells.headache === "0"
  && given.signs.some((name) => Number(cells[name]) > 0);

/** What a table of a file would do here, by date. */
function beside(table, rows) {
  const here = load()[table];
  const found = { added: {}, joined: {}, differs: {}, same: {} };
  for (const [date, theirs] of Object.entries(rows)) {
    const mine = here[date];
    const told = Object.keys(theirs).filter((name) => theirs[name]);
    const fresh = mine ? told.filter((name) => !mine[name]) : told;
    const both = { ...mine, ...Object.fromEntries(fresh.map((name) => [name, theirs[name]])) };
    const clash = (name) => mine[name] && oneLine(mine[name]) !== oneLine(theirs[name]);
    if (!mine) found.added[date] = theirs;
    else if (told.some(clash) || (fresh.length && isTorn(both))) found.differs[date] = theirs;
    else if (fresh.length) found.joined[date] = both;
    else found.same[date] = mine;
  }
  return found;
}

/** A row of a file in the place of ours: what only we wrote stays, unless it says otherwise. */
function replacing(mine, theirs) {
  const kept = { ...mine };
  if ("headache" in theirs) given.beside_headache.forEach((name) => delete kept[name]);
  return { ...kept, ...theirs };
}
