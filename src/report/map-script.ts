// The script of the maps: images on hover, neighbours on click or Enter, classes picked out by their names.

export const MAP_SCRIPT = `
for (const map of document.querySelectorAll(".map")) {
  const source = map.querySelector("script");
  const svg = map.querySelector("svg");
  if (!source || !svg) continue;
  const { names, classes, ids, neighbours, sprite } = JSON.parse(source.textContent);
  const marks = [...svg.querySelectorAll(".points circle")];
  const places = marks.map((mark) => [Number(mark.getAttribute("cx")), Number(mark.getAttribute("cy"))]);
  const tip = map.querySelector(".map-tip");
  const shown = map.querySelector(".map-shown");
  const overlay = document.createElementNS(svg.namespaceURI, "g");
  overlay.setAttribute("class", "map-overlay");
  marks[0].parentNode.after(overlay);
  let current;
  let chosen;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const name = (i) => names[classes[i]];
  const picture = (i) => {
    const cell = element("span", "cell " + (sprite ? sprite.name : "none"));
    if (!sprite) return cell;
    cell.style.setProperty("--column", i % sprite.columns);
    cell.style.setProperty("--row", Math.floor(i / sprite.columns));
    return cell;
  };
  const shape = (tag, className, attributes) => {
    const made = document.createElementNS(svg.namespaceURI, tag);
    made.setAttribute("class", className);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    overlay.append(made);
  };
  const draw = () => {
    overlay.replaceChildren();
    if (chosen !== undefined) {
      const [x1, y1] = places[chosen];
      for (const other of neighbours[chosen]) {
        const [x2, y2] = places[other];
        shape("line", "link", { x1, y1, x2, y2 });
        shape("circle", "ring", { cx: x2, cy: y2, r: 5 });
      }
      shape("circle", "ring chosen", { cx: x1, cy: y1, r: 7 });
    }
    if (current !== undefined) shape("circle", "ring", { cx: places[current][0], cy: places[current][1], r: 6 });
  };
  const hide = () => {
    current = undefined;
    tip.hidden = true;
    draw();
  };
  const point = (i) => {
    if (i === current) return;
    current = i;
    tip.replaceChildren(picture(i), element("b", "", name(i)));
    tip.hidden = false;
    const box = marks[i].getBoundingClientRect();
    const frame = tip.parentNode.getBoundingClientRect();
    const left = box.left - frame.left;
    const top = box.top - frame.top;
    tip.style.left = Math.max(0, left + 14 + tip.offsetWidth > frame.width ? left - 14 - tip.offsetWidth : left + 14) + "px";
    tip.style.top = Math.max(0, Math.min(top - 30, frame.height - tip.offsetHeight)) + "px";
    draw();
  };
  const card = (i, query) => {
    const button = element("button", "shot" + (query === undefined ? "" : classes[i] === classes[query] ? " same" : " other"));
    button.type = "button";
    button.append(picture(i), element("span", "", name(i)));
    button.title = name(i) + ", test image " + ids[i];
    button.addEventListener("click", () => choose(i));
    return button;
  };
  const choose = (i) => {
    chosen = i;
    const others = element("div", "shots");
    others.append(...neighbours[i].map((other) => card(other, i)));
    const heading = element("p", "", name(i) + ", test image " + ids[i] + ", and its neighbours, nearest first");
    const first = element("div", "shots chosen");
    first.append(card(i));
    shown.replaceChildren(heading, first, others);
    draw();
  };
  const nearest = (event) => {
    const matrix = marks[0].getScreenCTM().inverse();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    let best;
    let least = 14 * 14;
    for (let i = 0; i < places.length; i++) {
      if (marks[i].classList.contains("faint")) continue;
      const distance = (places[i][0] - x) ** 2 + (places[i][1] - y) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  };
  // The nearest point within 45 degrees of the arrow.
  const towards = (dx, dy) => {
    const [x, y] = places[current];
    let best = current;
    let least = Infinity;
    for (let i = 0; i < places.length; i++) {
      const [right, down] = [places[i][0] - x, places[i][1] - y];
      const along = right * dx + down * dy;
      const distance = right ** 2 + down ** 2;
      const isAhead = along > 0 && 2 * along * along >= distance;
      if (isAhead && distance < least && !marks[i].classList.contains("faint")) [best, least] = [i, distance];
    }
    return best;
  };
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  svg.setAttribute("tabindex", "0");
  svg.addEventListener("pointermove", (event) => {
    const i = nearest(event);
    if (i === undefined) hide();
    else point(i);
  });
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("click", (event) => {
    const i = nearest(event);
    if (i !== undefined) choose(i);
  });
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      chosen = undefined;
      shown.replaceChildren();
      hide();
    } else if (arrows[event.key]) {
      event.preventDefault();
      point(current === undefined ? (chosen ?? 0) : towards(...arrows[event.key]));
    } else if ((event.key === "Enter" || event.key === " ") && current !== undefined) {
      event.preventDefault();
      choose(current);
    }
  });
  svg.addEventListener("blur", hide);
  const chips = [...map.querySelectorAll(".chip")];
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") !== "true");
      const picked = chips.filter((other) => other.getAttribute("aria-pressed") === "true").map((other) => Number(other.dataset.class));
      marks.forEach((mark, i) => mark.classList.toggle("faint", picked.length > 0 && !picked.includes(classes[i])));
    });
  }
}
`;
