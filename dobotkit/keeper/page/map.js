// The desk from above: where the arm reaches, what is closed to it, where it is.
// On the screen x (forward) goes up and y (the arm's left) goes left.

const NS = "http://www.w3.org/2000/svg";
const BASE_MM = 55;
const GRID_MM = [100, 200, 300];

function shape(name, attributes, text) {
  const one = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  return one;
}

const at = (x, y) => ({ x: -y, y: -x });

function label(x, y, text, kind) {
  return shape("text", { ...at(x, y), class: kind, "text-anchor": "middle" }, text);
}

function ring({ near, far, turn }) {
  const point = (r, degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const { x, y } = at(r * Math.cos(angle), r * Math.sin(angle));
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const [right, left] = turn;
  const d = `M ${point(far, right)} A ${far} ${far} 0 0 0 ${point(far, left)} ` +
    `L ${point(near, left)} A ${near} ${near} 0 0 1 ${point(near, right)} Z`;
  return shape("path", { d, class: "ring" });
}

function box({ name, low, high }, kind) {
  const numbers = [...low, ...high];
  if (!numbers.every(Number.isFinite)) return [];
  const [x0, x1] = [Math.min(low[0], high[0]), Math.max(low[0], high[0])];
  const [y0, y1] = [Math.min(low[1], high[1]), Math.max(low[1], high[1])];
  const corner = at(x1, y1);
  return [
    shape("rect", { ...corner, width: y1 - y0, height: x1 - x0, class: kind }),
    label((x0 + x1) / 2 - 5, (y0 + y1) / 2, name, "name"),
  ];
}

function armAt({ position: [x, y] }, n, all) {
  const distance = Math.hypot(x, y) || 1;
  const from = at((BASE_MM * x) / distance, (BASE_MM * y) / distance);
  const to = at(x, y);
  return [
    shape("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: "link" }),
    shape("circle", { cx: to.x, cy: to.y, r: 9, class: "tip" }),
    label(x + 16, y, all.length > 1 ? `arm ${n + 1}` : "arm", "name"),
  ];
}

// Hatched as well as coloured: not everybody tells red from green.
function hatch() {
  const pattern = shape("pattern", {
    id: "hatch", width: 10, height: 10, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  });
  pattern.append(shape("line", { x1: 0, y1: 0, x2: 0, y2: 10, class: "hatch" }));
  const defs = shape("defs", {});
  defs.append(pattern);
  return defs;
}

function described(keepOut, zones, arms) {
  const names = (boxes) => boxes.map(({ name }) => name || "without a name").join(", ") || "none";
  const places = arms.map(({ title, place }) => `${title}: ${place}`).join(" ");
  return `Closed boxes: ${names(keepOut)}. Named zones: ${names(zones)}. ${places}`;
}

export function drawMap(svg, { reach, keepOut, zones, arms }) {
  const placed = arms.filter(({ position }) => position);
  svg.querySelector("desc").textContent = described(keepOut, zones, placed);
  const drawing = shape("g", {});
  drawing.append(
    hatch(),
    ring(reach),
    ...GRID_MM.flatMap((x) => [
      shape("line", { x1: -8, y1: -x, x2: 8, y2: -x, class: "tick" }),
      shape("text", { x: 12, y: -x + 5, class: "scale" }, `x ${x}`),
    ]),
    ...[-300, 300].map((y) => shape("text", {
      ...at(-18, y), class: "scale", "text-anchor": "middle",
    }, `y ${y}`)),
    ...zones.flatMap((one) => box(one, "zone")),
    ...keepOut.flatMap((one) => box(one, "closed")),
    shape("circle", { cx: 0, cy: 0, r: BASE_MM, class: "base" }),
    shape("text", { x: 0, y: 5, class: "scale", "text-anchor": "middle" }, "base"),
    ...placed.flatMap(armAt),
  );
  svg.querySelector("g").replaceWith(drawing);
}
