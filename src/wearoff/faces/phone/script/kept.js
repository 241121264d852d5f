// What the browser keeps: two tables, diary and injections, each a row a date, a row its cells by
// column, every cell a text as in the file. A day that is not there was not written.

const KEY = "wearoff-diary";
const UNREAD = "wearoff-diary-unread-";
const TABLES = Object.keys(given.columns);
const ISO = /^\d{4}-\d\d-\d\d$/;

let memory = null; // where the browser keeps nothing
let keeping = true;
let stuck = false; // something unread that could not be put aside: nothing goes over it

const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const nothing = () => ({ version: 1, diary: {}, injections: {}, exported: {} });

/** What a text of the storage says, and whether all of it could be read. */
function understood(text) {
  const found = nothing();
  let said;
  try { said = JSON.parse(text); } catch { return { found, whole: false }; }
  if (!isTable(said) || said.version !== found.version) return { found, whole: false };
  let whole = true;
  for (const table of TABLES) {
    const columns = given.columns[table].map((column) => column.name);
    for (const [date, cells] of Object.entries(isTable(said[table]) ? said[table] : {})) {
      const fits = ISO.test(date) && isTable(cells) && Object.entries(cells).every(
        ([name, cell]) => columns.includes(name) && typeof cell === "string");
      if (fits) found[table][date] = cells;
      else whole = false;
    }
    const mark = isTable(said.exported) ? said.exported[table] : undefined;
    if (isTable(mark) && ISO.test(mark.on)) found.exported[table] = mark;
    whole = whole && isTable(said[table]);
  }
  return { found, whole };
}

/** What is kept, as it is now: another window may have written. */
function load() {
  if (memory) return structuredClone(memory);
  let text = null;
  try { text = localStorage.getItem(KEY); } catch { keeping = false; }
  if (text === null) return nothing();
  const { found, whole } = understood(text);
  stuck = !whole && !putAside(text);
  return found;
}

/** Keep what could not be read under a key of its own, once. */
function putAside(text) {
  try {
    if (unread().includes(text)) return true;
    const key = UNREAD + new Date().toISOString();
    localStorage.setItem(key, text);
    return localStorage.getItem(key) === text;
  } catch { return false; }
}

/** Texts that were put aside. */
function unread() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(UNREAD));
    return keys.sort().map((key) => localStorage.getItem(key));
  } catch { return []; }
}

/** Keep it, and read it back; what the browser refuses stays in memory, and is said. */
function save(kept) {
  const text = JSON.stringify(kept);
  try {
    if (stuck) throw new Error(KEY);
    localStorage.setItem(KEY, text);
    keeping = localStorage.getItem(KEY) === text;
  } catch { keeping = false; }
  memory = keeping ? null : kept;
}

/** Put rows in their places, where one without cells is none; what would put it back. */
function put(rows) {
  const kept = load();
  const back = {};
  for (const table of Object.keys(rows)) {
    back[table] = {};
    for (const [date, cells] of Object.entries(rows[table])) {
      back[table][date] = kept[table][date] ?? {};
      if (Object.keys(cells).length) kept[table][date] = cells;
      else delete kept[table][date];
    }
    if (kept.exported[table]) kept.exported[table].all = false;
  }
  save(kept);
  return back;
}

/** Whether the browser keeps anything; a private window may say so only when asked. */
function tryKeeping() {
  const test = `${KEY}-test`;
  try {
    localStorage.setItem(test, test);
    keeping = localStorage.getItem(test) === test;
    localStorage.removeItem(test);
  } catch { keeping = false; }
}
