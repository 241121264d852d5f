// Draws anew after a change, without a reload: the same page is asked for its parts, and what comes
// stands in the place of what was there. The address follows, so that it can be kept and sent.
const place = document.getElementById("explore");
const DRAWN = ["what", "numbers", "map"];
const PAUSE = 250; // milliseconds without a change after which it is drawn
let timer;
let asking = new AbortController();

const state = () => document.getElementById("state");
const form = () => document.getElementById("scenario");

async function draw(address, typing = false) {
  asking.abort();
  asking = new AbortController();
  // the same words are told again only where they were gone
  if (state().textContent === place.dataset.drawn) state().textContent = "";
  const late = setTimeout(() => { state().textContent = place.dataset.late; }, 400);
  try {
    const answer = await fetch(address, { headers: { "x-part": "1" }, signal: asking.signal });
    const text = await answer.text();
    const parts = new DOMParser().parseFromString(text, "text/html");
    const sound = answer.ok && parts.querySelector(".explore");
    state().textContent = sound ? place.dataset.drawn : "";
    if (sound) put(parts, typing);
    else state().replaceChildren(...told(parts));
  } catch (error) {
    if (error.name !== "AbortError") state().textContent = place.dataset.lost;
  } finally {
    clearTimeout(late);
  }
}

// Why there is nothing to draw, in the words of the page that says so.
function told(parts) {
  const why = parts.querySelector("#faults") ?? parts.querySelector("main p");
  return why ? [why] : [];
}

function put(parts, typing) {
  const made = (root) => root.querySelector("[data-made]").dataset.made;
  if (typing && made(parts) === made(place)) {
    // fields are left alone: somebody may be typing in one
    for (const id of DRAWN) swap(document.getElementById(id), parts.getElementById(id));
    place.querySelector(".explore").dataset.address = parts.querySelector(".explore").dataset.address;
  } else {
    const { id, textContent } = document.activeElement ?? {};
    place.replaceChildren(...parts.body.childNodes);
    const same = [...place.querySelectorAll("a")].find((link) => link.textContent === textContent);
    (document.getElementById(id) ?? same ?? document.getElementById("what-title")).focus({ preventScroll: true });
  }
  const { address } = place.querySelector(".explore").dataset;
  history.replaceState(null, "", address);
  document.querySelector('.themes [name="back"]').value = address;
}

// What was opened stays open.
function swap(before, after) {
  const open = [...before.querySelectorAll("details")].map((each) => each.open);
  after.querySelectorAll("details").forEach((each, number) => { each.open = open[number] ?? false; });
  before.replaceWith(after);
}

const asked = () => `/explore?${new URLSearchParams(new FormData(form()))}`;

place.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => draw(asked(), true), PAUSE);
});
place.addEventListener("submit", (event) => {
  event.preventDefault();
  draw(asked());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest('main a[href^="/explore"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  clearTimeout(timer);
  draw(link.getAttribute("href"));
});
