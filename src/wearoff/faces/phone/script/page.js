// The page: today, the days before, sessions, files out and in.

const DAYS_BEFORE = 7;
const THEME = `${KEY}-theme`;
let shown = ""; // the day that the page was laid out for
let incoming = null; // a file with dates that differ, until it is decided which are right

/** Lay out the cards of today and of the days before it. */
function layOut() {
  shown = today();
  const now = cardOf(shown, say("today", { day: dayName(shown) }));
  now.classList.add("now");
  find(now, "when").setAttribute("aria-level", "2");
  find(now, "meant").hidden = false;
  find(now, "more").open = true;
  find(document, "today").replaceChildren(now);
  const dates = Array.from({ length: DAYS_BEFORE }, (_, place) => daysBefore(shown, place + 1));
  find(document, "before").replaceChildren(...dates.map((date) => cardOf(date, dayName(date))));
  document.querySelectorAll('input[type="date"]').forEach((input) => { input.max = shown; });
  paint();
}

/** Show what is kept, everywhere. */
function paint() {
  const kept = load();
  document.querySelectorAll(".day").forEach((card) => {
    paintDay(card, kept.diary[card.dataset.date] ?? {});
  });
  const dates = Object.keys(kept.injections).sort();
  find(document, "written").replaceChildren(
    ...dates.map((date) => sessionItem(date, kept.injections[date])));
  const remind = TABLES.map((table) => paintFile(table, kept)).filter(Boolean);
  find(document, "reminder").textContent = remind.join(" ");
  find(document, "refused").hidden = keeping;
  find(document, "unread").hidden = !unread().length && !stuck;
  find(document, "stuck").hidden = !stuck;
}

/** A session that was written, and what takes it away. */
function sessionItem(date, cells) {
  const item = document.getElementById("session").content.firstElementChild.cloneNode(true);
  const words = `${dayName(date)}: ${inWords("injections", cells)}`;
  find(item, "said").textContent = words;
  const button = item.querySelector("button");
  button.dataset.session = date;
  button.setAttribute("aria-label", `${say("take_away")}: ${words}`);
  return item;
}

/** Show what there is to export of a table; a sentence where that was not done yet. */
function paintFile(table, kept) {
  const count = Object.keys(kept[table]).length;
  const mark = kept.exported[table];
  const when = !mark ? say("not_yet")
    : say(mark.all ? "up_to_date" : "not_since", { day: dayName(mark.on) });
  const words = count || mark ? `${say("holds", { n: count })}, ${when}` : say("nothing");
  find(document, `state_${table}`).textContent = `${say(table)}: ${words}.`;
  find(document, `save_${table}`).disabled = !count;
  find(document, `share_${table}`).hidden = !count || !canShare;
  return count && !mark?.all ? `${say(table)} ${when}.` : "";
}

// Files out

function fileOf(table) {
  const text = textOf(table, load()[table]);
  return new File([text], `${table}-${today()}.csv`, { type: "text/csv" });
}

const canShare = Boolean(navigator.canShare?.({
  files: [new File([""], "diary.csv", { type: "text/csv" })],
}));

function markExported(table, what) {
  const kept = load();
  kept.exported[table] = { on: today(), all: true };
  save(kept);
  paint();
  tell(what);
}

function hand(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function saveFile(table) {
  const file = fileOf(table);
  hand(file);
  markExported(table, say("handed", { file: file.name }));
}

async function shareFile(table) {
  const file = fileOf(table);
  try { await navigator.share({ files: [file] }); } catch { return; } // left without sharing
  markExported(table, say("shared", { file: file.name }));
}

// Files in

async function take(file) {
  show([]);
  try {
    const read = { name: file.name, ...tableIn(decoded(await file.arrayBuffer())) };
    if (Object.keys(beside(read.table, read.rows).differs).length) ask(read);
    else merge(read, []);
  } catch (faults) {
    const all = [faults].flat();
    if (!all.every((one) => one instanceof Fault)) throw faults;
    const words = all.map((one) => say(one.message, { ...one.values, file: file.name }));
    show(all.length > 1 ? [say("faults", { file: file.name }), ...words] : words);
  }
}

function decoded(buffer) {
  try { return new TextDecoder("utf-8", { fatal: true }).decode(buffer); } catch {
    throw [new Fault("fault_encoding")];
  }
}

/** Put in what a file has and we have not, and what was chosen of the dates that differ. */
function merge({ name, table, rows, left }, chosen) {
  const here = load()[table];
  const { added, joined, differs, same } = beside(table, rows);
  const replaced = chosen.filter((date) => differs[date]);
  const put = { ...added, ...joined };
  replaced.forEach((date) => { put[date] = replacing(here[date], differs[date]); });
  const counts = { added, joined, same, replaced };
  const what = inCounts(name, counts, [replaced.map(dayName).join("; "), ...notTaken(left)]);
  if (Object.keys(put).length) change({ [table]: put }, what);
  else tell(what);
}

const notTaken = (left) => left.map((column) => say("not_taken", { column }));

/** A file in one sentence: how many dates of each kind, and what else there is to say. */
function inCounts(name, counts, others) {
  const parts = Object.entries(counts)
    .map(([code, dates]) => [code, Object.keys(dates).length])
    .filter(([, n]) => n)
    .map(([code, n]) => say(code, { n }));
  return say("read", { file: name, found: [...parts, ...others.filter(Boolean)].join(", ") });
}

/** Say lines about a file, where it was chosen. */
function show(lines) {
  find(document, "differing").hidden = true;
  find(document, "found").replaceChildren(...lines.map((line) => {
    const words = document.createElement("p");
    words.textContent = line;
    return words;
  }));
}

/** Ask, before a date that differs is written over. */
function ask(read) {
  incoming = read;
  const { name, table, rows, left } = read;
  const { added: fresh, joined: fuller, same, differs } = beside(table, rows);
  const here = load()[table];
  show([inCounts(name, { fresh, fuller, same, differs }, notTaken(left))]);
  find(document, "choices").replaceChildren(...Object.keys(differs).sort().map((date) => {
    const item = document.getElementById("choice").content.firstElementChild.cloneNode(true);
    item.querySelector("input").value = date;
    find(item, "when").textContent = dayName(date);
    find(item, "ours").textContent = `${say("here")}: ${inWords(table, here[date])}`;
    find(item, "theirs").textContent = `${say("in_file")}: ${inWords(table, differs[date])}`;
    return item;
  }));
  find(document, "differing").hidden = false;
  find(document, "differing").focus();
}

function decide() {
  const chosen = find(document, "choices").querySelectorAll("input:checked");
  merge(incoming, [...chosen].map((input) => input.value));
  leave();
}

function leave() {
  incoming = null;
  show([]);
  find(document, "file").focus();
}

// Sessions

/** Fill in what a plan has of its own. */
function ownOf(form) {
  const { units, product } = given.plans[form.elements.plan.value];
  form.elements.units.value = units;
  form.elements.product.value = product;
}

function addSession(form) {
  const { date, ...cells } = Object.fromEntries(new FormData(form));
  const column = given.columns.injections.find(({ name }) => name === "units");
  let wrong = isPast(date) ? "" : say("date_needed");
  try { cells.units = cellOf(column, cells.units.trim(), 0); } catch { cells.units = ""; }
  if (!wrong && !cells.units) wrong = say("units_needed", column);
  find(form, "wrong").textContent = wrong;
  if (wrong) return;
  change({ injections: { [date]: cells } },
    say("said", { day: dayName(date), what: say("session_said") }));
}

const taps = {
  undo,
  save_diary: () => saveFile("diary"),
  save_injections: () => saveFile("injections"),
  share_diary: () => shareFile("diary"),
  share_injections: () => shareFile("injections"),
  save_unread: () => unread().forEach((text, place) => {
    hand(new File([text], `unread-${place + 1}.txt`, { type: "text/plain" }));
  }),
  all: () => find(document, "choices").querySelectorAll("input").forEach((input) => {
    input.checked = true;
  }),
  go: decide,
  leave: () => { leave(); tell(say("left")); },
};

function look(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
}

function begin() {
  tryKeeping();
  layOut();
  listen(find(document, "today"));
  listen(find(document, "before"));
  listen(find(document, "other"));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { is, session } = button.dataset;
    if (Object.hasOwn(taps, is ?? "")) taps[is]();
    if (session) {
      change({ injections: { [session]: {} } },
        say("said", { day: dayName(session), what: say("session_gone") }));
      find(document, "status").focus();
    }
  });
  find(document, "other_date").addEventListener("input", ({ target }) => {
    const cards = isPast(target.value) ? [cardOf(target.value, dayName(target.value))] : [];
    find(document, "other").replaceChildren(...cards);
    paint();
  });
  const sessions = find(document, "sessions");
  ownOf(sessions);
  sessions.elements.plan.addEventListener("change", () => ownOf(sessions));
  sessions.addEventListener("submit", (event) => {
    event.preventDefault();
    addSession(sessions);
  });
  find(document, "file").addEventListener("change", async ({ target }) => {
    if (target.files[0]) await take(target.files[0]);
    target.value = "";
  });
  const theme = find(document, "look");
  try { theme.value = localStorage.getItem(THEME) ?? ""; } catch { theme.value = ""; }
  look(theme.value);
  theme.addEventListener("change", () => {
    look(theme.value);
    try { localStorage.setItem(THEME, theme.value); } catch { paint(); } // kept for this visit
  });
  const newDay = () => {
    const writing = document.activeElement?.dataset?.is === "note";
    if (shown !== today() && !writing) layOut();
  };
  setInterval(newDay, 60_000);
  document.addEventListener("visibilitychange", newDay);
  window.addEventListener("storage", paint);
  window.addEventListener("beforeunload", (event) => {
    if (!keeping && past.length) event.preventDefault();
  });
  document.body.classList.add("ready");
}

begin();
