// Says before leaving that something typed is not saved; going on at the same desk is no leaving.
const desk = document.querySelector("[data-desk]");
if (desk && "unsaved" in desk.dataset) {
  let stays = false;
  const at = (address) => new URL(address, location.href).pathname.startsWith(desk.dataset.desk);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const aside = event.ctrlKey || event.metaKey || event.shiftKey; // opens another window
    const here = link?.hash && link.href.split("#")[0] === location.href.split("#")[0];
    if (link && !aside && !here) stays = at(link.href);
  });
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action");
    stays = asked === "/theme" || at(asked ?? location.href);
    if (asked?.endsWith("/save")) delete desk.dataset.unsaved; // a copy leaves the page as it is
  });
  addEventListener("beforeunload", (event) => {
    if (!stays && "unsaved" in desk.dataset) event.preventDefault();
    stays = false;
  });
}
