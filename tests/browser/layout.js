// What is wrong with the layout of this page, a line each: it is evaluated as it stands.
(() => {
  const SLACK = 1.5; // pixels that rounding may cost
  const found = [];
  const root = document.documentElement;
  const named = (element) =>
    element.tagName.toLowerCase() +
    (element.id ? "#" + element.id : "") +
    (typeof element.className === "string" && element.className
      ? "." + element.className.trim().replace(/\s+/g, ".")
      : "");
  const short = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 50));
  const seen = (element) =>
    !element.closest(".unseen, option, noscript, style, script, title, desc") &&
    element.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true });

  if (root.scrollWidth > root.clientWidth)
    found.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`);

  // what an element hides or leaves to be scrolled to sideways
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg") || !seen(element) || element.matches("input, select")) continue;
    const style = getComputedStyle(element);
    const hidden = (way) => way !== "visible";
    if (hidden(style.overflowX) && element.scrollWidth > element.clientWidth + SLACK)
      found.push(`${named(element)} is cut or scrolls sideways: ${short(element.textContent)}`);
    if (["hidden", "clip"].includes(style.overflowY) &&
        element.scrollHeight > element.clientHeight + SLACK)
      found.push(`${named(element)} is cut below: ${short(element.textContent)}`);
  }

  // every line of text, and the boxes that it stands in
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !seen(parent)) continue;
    if (parent.closest("math")) continue; // a letter of a formula may be higher than its box
    const range = document.createRange();
    range.selectNodeContents(node);
    const picture = parent.closest("svg");
    const boxes = picture
      ? [range.getBoundingClientRect()]
      : [...range.getClientRects()];
    for (const box of boxes)
      if (box.width > 0.5 && box.height > 0.5) lines.push({ node, parent, picture, box });
  }
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowY);
  for (const { node, parent, picture, box } of lines) {
    if (box.left < -SLACK || box.right > root.clientWidth + SLACK)
      found.push(`text leaves the window: ${short(node.data)}`);
    const edge = picture && picture.getBoundingClientRect();
    if (edge && (box.left < edge.left - SLACK || box.right > edge.right + SLACK ||
                 box.top < edge.top - SLACK || box.bottom > edge.bottom + SLACK)) {
      found.push(`text leaves its picture: ${short(node.data)}`);
      continue;
    }
    for (let around = (picture || parent).parentElement && (picture ? picture.parentElement : parent);
         around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.display === "inline" || style.display === "contents") continue;
      const place = around.getBoundingClientRect();
      if (box.left < place.left - SLACK || box.right > place.right + SLACK) {
        found.push(`text leaves ${named(around)}: ${short(node.data)}`);
        break;
      }
      if (scrolls(around)) break;
      if (box.top < place.top - 4 || box.bottom > place.bottom + 4) {
        found.push(`text leaves ${named(around)} above or below: ${short(node.data)}`);
        break;
      }
    }
  }

  // two texts in one place; what lies outside of a box that scrolls is not there
  const shown = lines.filter(({ parent, box }) => {
    for (let around = parent; around && around !== document.body; around = around.parentElement) {
      if (around instanceof SVGElement || !scrolls(around)) continue;
      const place = around.getBoundingClientRect();
      if (box.bottom > place.bottom || box.top < place.top) return false;
    }
    return true;
  });
  shown.sort((one, other) => one.box.top - other.box.top);
  for (let i = 0; i < shown.length; i++) {
    const one = shown[i];
    for (let k = i + 1; k < shown.length && shown[k].box.top < one.box.bottom - 3; k++) {
      const other = shown[k];
      if (one.node === other.node) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      if (across > 2 && down > 4)
        found.push(`two texts in one place: ${short(one.node.data)} and ${short(other.node.data)}`);
    }
  }

  // marks of a picture stay in it
  for (const picture of document.querySelectorAll("svg")) {
    if (!seen(picture)) continue;
    const edge = picture.getBoundingClientRect();
    const around = picture.parentElement.getBoundingClientRect();
    if (edge.right > around.right + SLACK || edge.left < around.left - SLACK)
      found.push(`a picture leaves ${named(picture.parentElement)}`);
    for (const mark of picture.querySelectorAll("path, circle, line, rect")) {
      if (mark.closest("[clip-path], defs, clipPath") || !mark.getAttribute("d") && mark.matches("path"))
        continue;
      const box = mark.getBoundingClientRect();
      if (box.right > edge.right + SLACK || box.left < edge.left - SLACK ||
          box.bottom > edge.bottom + SLACK || box.top < edge.top - SLACK) {
        found.push(`a mark leaves its picture: ${named(mark)} ${mark.getAttribute("aria-label") || ""}`);
        break;
      }
    }
  }

  // what is tapped in a list or a form has room for a finger
  for (const target of document.querySelectorAll("button, input, select, textarea, summary, nav a, .links a, .more")) {
    if (!seen(target) || target.type === "hidden") continue;
    const label = target.labels && target.labels[0] && target.labels[0].contains(target)
      ? target.labels[0] : target;
    const box = label.getBoundingClientRect();
    if (box.height < 44 - 0.5)
      found.push(`${named(target)} is ${Math.round(box.height)} px high: ${short(label.textContent)}`);
  }
  return found;
})();
