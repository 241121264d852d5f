// Asks once a second how far a job is, and goes on when it has ended. Without script the page does.
"use strict";
const said = document.querySelector("[data-waiting]");
async function look() {
  const answer = await fetch(location.href).catch(() => null);
  const text = answer ? await answer.text() : "";
  const next = new DOMParser().parseFromString(text, "text/html").querySelector("[data-waiting]");
  if (answer && !next) {
    location.reload();
    return;
  }
  if (next && next.textContent !== said.textContent) said.textContent = next.textContent;
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
