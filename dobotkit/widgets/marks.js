// Boxes and labels over a picture. What they mean is said by words and by shape: frames are
// blocks, double frames bins, crossed frames covered cards, corners are markers, dots are codes,
// ovals are covered faces, dashes are guesses. Colour only comes on top.

const FONT = "bold 13px system-ui, sans-serif";
const CHIP = { ground: "#111111", ink: "#ffffff", edge: "#ffffff" };
const LINES = { under: "#111111", over: "#ffffff" };
const CHIP_HEIGHT = 20, PAD = 5, SWATCH = 22, SMALL = 340;

function outline(ctx, kind, x, y, w, h) {
  ctx.beginPath();
  if (kind === "face") {
    ctx.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, 0, 0, 2 * Math.PI);
    return;
  }
  if (kind !== "marker") {
    ctx.rect(x, y, w, h);
    if (kind === "card") {
      for (const side of [x, x + w]) {
        ctx.moveTo(side, y);
        ctx.lineTo(2 * x + w - side, y + h);
      }
    }
    if (kind === "bin") ctx.rect(x + 6, y + 6, Math.max(1, w - 12), Math.max(1, h - 12));
    return;
  }
  const arm = Math.max(4, Math.min(w, h) / 3);
  for (const [cx, cy, dx, dy] of [[x, y, 1, 1], [x + w, y, -1, 1], [x + w, y + h, -1, -1], [x, y + h, 1, -1]]) {
    ctx.moveTo(cx + dx * arm, cy);
    ctx.lineTo(cx, cy);
    ctx.lineTo(cx, cy + dy * arm);
  }
}

// A light line within a dark one is seen on every ground.
function drawOutline(ctx, mark, place) {
  const dash = mark.kind === "code" ? [3, 4] : mark.sure ? [] : [9, 6];
  for (const [colour, width, dashes] of [[LINES.under, 5, []], [LINES.over, 2.5, dash]]) {
    outline(ctx, mark.kind, ...place);
    ctx.setLineDash(dashes);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

const overlaps = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

// The nearest place that is free: above the box or below it, in rows, a little to either side.
function chipPlace([x, y, w, h], width, taken, size) {
  const middle = x + w / 2;
  const places = [];
  for (let row = 0; row < 8; row += 1) {
    const away = 5 + row * (CHIP_HEIGHT + 3);
    for (const side of [0, -0.7, 0.7]) {
      for (const top of [y - away - CHIP_HEIGHT, y + h + away]) {
        places.push({ x: middle - width / 2 + side * width, y: top, w: width, h: CHIP_HEIGHT, far: away + 40 * Math.abs(side) });
      }
    }
  }
  const clamped = places.map((one) => ({ ...one, x: Math.max(1, Math.min(one.x, size.w - width - 1)) }))
    .filter((one) => one.y >= 1 && one.y + CHIP_HEIGHT <= size.h - 1).sort((a, b) => a.far - b.far);
  return clamped.find((one) => !taken.some((other) => overlaps(one, other))) || clamped[0]
    || { x: 1, y: 1, w: width, h: CHIP_HEIGHT };
}

// From the label to its box, where others lie between.
function drawLeader(ctx, [x, y, w, h], chip) {
  const above = chip.y < y;
  const from = [Math.max(chip.x + 4, Math.min(x + w / 2, chip.x + chip.w - 4)), above ? chip.y + chip.h : chip.y];
  const to = [x + w / 2, above ? y : y + h];
  for (const [colour, width] of [[LINES.under, 4], [LINES.over, 1.5]]) {
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

function drawChip(ctx, mark, place) {
  ctx.fillStyle = CHIP.ground;
  ctx.strokeStyle = CHIP.edge;
  ctx.lineWidth = 1;
  ctx.fillRect(place.x, place.y, place.w, place.h);
  ctx.strokeRect(place.x + 0.5, place.y + 0.5, place.w - 1, place.h - 1);
  ctx.textBaseline = "middle";
  let left = place.x + PAD;
  const middle = place.y + place.h / 2 + 0.5;
  if (mark.paint) {
    ctx.fillStyle = mark.paint;
    ctx.fillRect(place.x + 1, place.y + 1, SWATCH, place.h - 2);
    ctx.fillStyle = mark.ink;
    ctx.textAlign = "center";
    ctx.fillText(mark.letter, place.x + 1 + SWATCH / 2, middle);
    left += SWATCH;
  }
  if (place.w <= SWATCH + 2) return;
  ctx.textAlign = "left";
  ctx.fillStyle = CHIP.ink;
  ctx.fillText(mark.text, left, middle);
}

function drawMarks(ctx, marks, scale, size) {
  ctx.font = FONT;
  const places = marks.map(({ x, y, w, h }) => [x, y, w, h].map((value) => value * scale));
  marks.forEach((mark, i) => drawOutline(ctx, mark, places[i]));
  const boxes = places.map(([x, y, w, h]) => ({ x, y, w, h }));
  const chips = [];
  // In a small picture there is room for letters only; the words stand below it.
  const small = size.w < SMALL;
  marks.forEach((mark, i) => {
    if (!mark.text || (small && !mark.paint)) return;
    const text = small ? 2 : Math.ceil(ctx.measureText(mark.text).width) + 2 * PAD;
    const width = text + (mark.paint ? SWATCH : 0);
    chips.push([mark, places[i], chipPlace(places[i], width, [...boxes, ...chips.map(([, , chip]) => chip)], size)]);
  });
  for (const [, place, chip] of chips) drawLeader(ctx, place, chip);
  for (const [mark, , chip] of chips) drawChip(ctx, mark, chip);
}

// Words where there is no picture, or an old one.
function drawWords(ctx, words, size, whole) {
  ctx.font = FONT;
  const lines = [];
  for (const word of words.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && ctx.measureText(longer).width <= size.w - 24) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const height = 20 * lines.length + 12;
  const top = whole ? 0 : size.h - height;
  ctx.fillStyle = CHIP.ground;
  ctx.fillRect(0, top, size.w, whole ? size.h : height);
  ctx.fillStyle = CHIP.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const first = whole ? (size.h - 20 * (lines.length - 1)) / 2 : top + 16;
  lines.forEach((line, i) => ctx.fillText(line, size.w / 2, first + 20 * i));
}
