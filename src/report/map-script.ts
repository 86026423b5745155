// The script of the map: the image of a point on hover, its nearest on a click or on the arrow keys.

export const MAP_SCRIPT = `
for (const figure of document.querySelectorAll("figure")) {
  const source = figure.querySelector(".map-data");
  if (!source) continue;
  const { classes, labels, neighbours, columns, cell } = JSON.parse(source.textContent);
  const dots = [...figure.querySelectorAll(".dots circle")];
  const found = figure.querySelector(".map-found");
  const plot = figure.querySelector(".map-plot");
  const picture = (i, side) => {
    const scale = side / cell;
    const image = document.createElement("span");
    image.className = "cell";
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", classes[labels[i]]);
    image.style.cssText = "width:" + side + "px;height:" + side + "px;background-size:" + columns * side + "px auto;background-position:" +
      -(i % columns) * cell * scale + "px " + -Math.floor(i / columns) * cell * scale + "px";
    const box = document.createElement("span");
    box.className = "found";
    const name = document.createElement("small");
    name.textContent = classes[labels[i]];
    box.append(image, name);
    return box;
  };
  let chosen = -1;
  const mark = (i, nearest) => {
    for (const dot of figure.querySelectorAll(".chosen, .near")) dot.classList.remove("chosen", "near");
    dots[i].classList.add("chosen");
    for (const near of nearest) dots[near].classList.add("near");
  };
  const show = (i, nearest) => {
    found.replaceChildren(picture(i, 64), ...nearest.map((near) => picture(near, 48)));
    mark(i, nearest);
  };
  const choose = (i) => {
    chosen = i;
    show(i, neighbours[i]);
    // On top of the others; not while the pointer only passes, since a mark that moves is not clicked.
    dots[i].parentNode.append(...neighbours[i].map((near) => dots[near]), dots[i]);
  };
  const indexOf = new Map(dots.map((dot, i) => [dot, i]));
  plot.addEventListener("pointerover", (event) => {
    if (indexOf.has(event.target) && chosen < 0) show(indexOf.get(event.target), []);
  });
  plot.addEventListener("click", (event) => {
    if (indexOf.has(event.target)) choose(indexOf.get(event.target));
    else chosen = -1;
  });
  const order = dots.map((dot, i) => i).sort((a, b) => dots[a].cx.baseVal.value - dots[b].cx.baseVal.value);
  plot.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = chosen < 0 ? (step > 0 ? -1 : 0) : order.indexOf(chosen);
    choose(order[(at + step + order.length) % order.length]);
  });
}
`;
