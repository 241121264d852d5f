// What the page was given: its words, its columns; and dates as this phone has them.

const given = JSON.parse(document.getElementById("given").textContent);
const plurals = new Intl.PluralRules(given.language);

/** Something that is wrong with a file, by the code of its sentence. */
class Fault extends Error {
  constructor(code, values = {}) {
    super(code);
    this.values = values;
  }
}

/** A sentence of the page, filled in. */
function say(code, values = {}) {
  const words = given.words[code];
  const text = typeof words === "string" ? words : words[plurals.select(values.n)] ?? words.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const padded = (number) => String(number).padStart(2, "0");
const isoOf = (day) =>
  `${day.getFullYear()}-${padded(day.getMonth() + 1)}-${padded(day.getDate())}`;

/** Noon of a date, which no change of the clock moves to another day. */
function noonOf(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return new Date(year, month - 1, day, 12);
}

/** The date that it is here, and now. */
const today = () => isoOf(new Date());

function daysBefore(iso, days) {
  const noon = noonOf(iso);
  noon.setDate(noon.getDate() - days);
  return isoOf(noon);
}

/** Whether a text is a date that exists, today or before. */
const isPast = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isoOf(noonOf(text)) === text
  && text <= today();

/** A date in words, with its year where it is not this one. */
function dayName(iso) {
  const style = { weekday: "short", day: "numeric", month: "short" };
  if (iso.slice(0, 4) !== today().slice(0, 4)) style.year = "numeric";
  return new Intl.DateTimeFormat(given.language, style).format(noonOf(iso));
}
