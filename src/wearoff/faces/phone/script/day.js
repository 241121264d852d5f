// One day on the page: three answers, medicine, a note. A card knows its date, so that what is
// tapped after midnight goes where it says.

const past = []; // what would put back each change, the last one at the end
const find = (part, name) => part.querySelector(`[data-is="${name}"]`);
const rowOf = (date) => load().diary[date] ?? {};

/** Change rows, so that it can be undone; changes of one note while it is written are one. */
function change(rows, what, typing = "") {
  const back = put(rows);
  if (!typing || past.at(-1)?.typing !== typing) past.push({ back, what, typing });
  if (!typing) tell(what);
  paint();
}

function tell(what) {
  find(document, "status").textContent = what;
  find(document, "undo").hidden = !past.length;
}

function undo() {
  const { back, what } = past.pop();
  put(back);
  tell(say("undone", { what }));
  paint();
  if (!past.length) find(document, "status").focus();
}

/** Whether a day had headache, and how bad it was; null where that was not written. */
function answerOf(cells) {
  const sizes = given.signs.map((name) => Number(cells[name] ?? NaN));
  const headache = cells.headache ?? (sizes.some((size) => size > 0) ? "1"
    : sizes.some((size) => size === 0) ? "0" : null);
  if (headache === null) return null;
  if (headache === "0") return "none";
  return Number(cells.severity_3) >= given.moderate ? "bad" : "some";
}

/** A day in words, one a thing that was written. */
function wordsOf(cells) {
  const answer = answerOf(cells);
  const words = [answer ? given.answers[answer].toLowerCase() : say("unsaid")];
  if (cells.acute_medication === "0") words.push(say("no_medicine"));
  else if (cells.acute_medication) {
    words.push(say("medicine_said", { doses: cells.acute_medication }));
  }
  if (cells.acute_class) words.push(say("class_said", { name: cells.acute_class }));
  if (cells.note) words.push(say("note_said", { text: cells.note }));
  const told = ["headache", "severity_3", "acute_medication", "acute_class", "note"];
  const others = Object.keys(cells).filter((name) => !told.includes(name));
  return [...words, ...others.map((name) => `${name} ${cells[name]}`)];
}

/** A row in words. */
function inWords(table, cells) {
  if (table === "diary") return wordsOf(cells).join(", ");
  return `${given.plans[cells.plan]?.name ?? cells.plan}, ${cells.units} U, ${cells.product}`;
}

/** The card of a date. */
function cardOf(date, heading) {
  const card = document.getElementById("day").content.firstElementChild.cloneNode(true);
  card.dataset.date = date;
  find(card, "when").textContent = heading;
  const day = dayName(date);
  find(card, "answers").setAttribute("aria-label", say("headache_on", { day }));
  find(card, "medicine").setAttribute("aria-label", say("medicine_on", { day }));
  return card;
}

/** Show on a card what is kept of its day. */
function paintDay(card, cells) {
  const answer = answerOf(cells);
  const doses = cells.acute_medication ?? "";
  const pressed = (button, is) => button.setAttribute("aria-pressed", String(is));
  card.querySelectorAll("[data-answer]").forEach((one) => pressed(one, one.value === answer));
  card.querySelectorAll("[data-medicine]").forEach((one) => {
    pressed(one, doses !== "" && (one.value === "0") === (doses === "0"));
  });
  find(card, "taken").hidden = !(Number(doses) > 0) && !cells.acute_class;
  find(card, "doses").textContent = doses;
  const select = find(card, "class");
  const named = cells.acute_class ?? "";
  if (![...select.options].some((option) => option.value === named)) {
    select.add(new Option(named, named));
  }
  select.value = named;
  const note = find(card, "note");
  if (note.value !== (cells.note ?? "")) note.value = cells.note ?? "";
  const details = wordsOf(cells).slice(1).join(", ");
  find(card, "details").textContent = details ? `: ${details}` : "";
  find(card, "clear").hidden = !Object.keys(cells).length;
}

/** Write one day: cells that go, and cells that come. */
function write(date, gone, cells, typing = "") {
  const row = { ...rowOf(date) };
  gone.forEach((name) => delete row[name]);
  Object.assign(row, cells);
  const what = typing ? say("note_written") : inWords("diary", row);
  change({ diary: { [date]: row } }, say("said", { day: dayName(date), what }), typing);
}

const written = {
  answer(date, button) {
    if (button.getAttribute("aria-pressed") === "true") return;
    const gone = button.value === "none" ? given.beside_headache : ["severity_3", "assumed"];
    write(date, gone, given.answered[button.value]);
  },
  medicine(date, button) {
    if (button.getAttribute("aria-pressed") === "true") return;
    write(date, button.value === "0" ? ["acute_class"] : [], { acute_medication: button.value });
  },
  step(date, button) {
    const doses = Number(rowOf(date).acute_medication ?? 0) + Number(button.value);
    if (doses > 0 && doses <= given.most_doses) write(date, [], { acute_medication: String(doses) });
  },
  clear(date) {
    change({ diary: { [date]: {} } }, say("said", { day: dayName(date), what: say("cleared") }));
  },
};

/** What a tap, a choice or a letter on a card does. */
function listen(place) {
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const kind = Object.keys(written).find((name) => button && name in button.dataset);
    if (kind) written[kind](button.closest("[data-date]").dataset.date, button);
  });
  place.addEventListener("input", (event) => {
    const { date } = event.target.closest("[data-date]").dataset;
    const value = event.target.value;
    if (event.target.dataset.is === "class") {
      write(date, ["acute_class"], value ? { acute_class: value } : {});
    } else write(date, ["note"], value ? { note: value } : {}, `note ${date}`);
  });
  place.addEventListener("change", (event) => {
    if (event.target.dataset.is !== "note") return;
    const last = past.at(-1);
    if (!last?.typing) return;
    last.typing = ""; // the next change of this note is another
    tell(last.what);
  });
}
