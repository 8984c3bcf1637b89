// Sees solids (see solids.py, which does the same for still pictures) and paints them.

const ROUND = 20, WALL = 4, NEAR = 0.5;
const MARKER = 0.25, CORNER = 0.47, ROUND_CORNER = 0.34;
// In pixels; a marker on what is smaller than this would hide the letter.
const SMALLEST_LETTER = 6, LARGEST_LETTER = 12, LETTER = 0.7, LEAST_MARKED = 16, HATCH = 9;

function turned(points, degrees, x, y) {
  const c = Math.cos(degrees * Math.PI / 180), s = Math.sin(degrees * Math.PI / 180);
  return points.map(([a, b]) => [x + a * c - b * s, y + a * s + b * c]);
}

function foot(length, width, round) {
  const [a, b] = [length / 2, width / 2];
  if (!round) return [[a, b], [-a, b], [-a, -b], [a, -b]];
  return Array.from({ length: ROUND }, (_, i) => {
    const angle = 2 * Math.PI * i / ROUND;
    return [a * Math.cos(angle), b * Math.sin(angle)];
  });
}

function markerOn(length, width, round) {
  const part = round ? ROUND_CORNER : CORNER;
  const side = MARKER * Math.min(length, width), x = length * part, y = width * part;
  return [[x, y], [x - side, y], [x - side, y - side], [x, y - side]];
}

// The convex outline (Andrew's monotone chain).
function hull(points) {
  const ordered = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const left = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const chain = (along) => {
    const kept = [];
    for (const point of along) {
      while (kept.length > 1 && left(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(ordered), ...chain(ordered.reverse())];
}

function standing(solid, anchor) {
  const [x, y, z] = solid.at, turn = solid.turn || 0;
  if (!solid.carried) return [x, y, z, turn];
  const [[p, q]] = turned([[x, y]], anchor[3], anchor[0], anchor[1]);
  return [p, q, anchor[2] + z, turn + anchor[3]];
}

function seeOne(solid, eye, anchor) {
  const [x, y, low, turn] = standing(solid, anchor);
  const [length, width, height] = solid.size;
  const high = low + height;
  const seen = (points, ...heights) => {
    const placed = turned(points, turn, x, y);
    return heights.flatMap((z) => placed.map(([a, b]) => eye.rows.map((r) => r[0] * a + r[1] * b + r[2] * z)));
  };
  const flat = (points) => points.map(([u, v]) => [u, v]);
  const base = foot(length, width, solid.round);
  const corners = seen(base, low, high);
  const depths = corners.map((corner) => corner[2]);
  const near = Math.max(...depths);
  if (!eye.level) {
    if (solid.look === "ground") return { solid, near, outline: [] };
    return {
      solid, near, outline: hull(flat(corners)),
      inside: solid.look === "open" ? flat(seen(foot(length - 2 * WALL, width - 2 * WALL, solid.round), high)) : [],
      marker: solid.marked ? flat(seen(markerOn(length, width, solid.round), high)) : [],
    };
  }
  if (solid.look === "section" || solid.look === "ground") {
    const at = [];
    base.forEach((_, i) => {
      const [u0, , w0] = corners[i], [u1, , w1] = corners[(i + 1) % base.length];
      if ((w0 > 0) !== (w1 > 0)) at.push(u0 + (u1 - u0) * w0 / (w0 - w1));
    });
    const [a, b] = [Math.min(...at), Math.max(...at)];
    return { solid, near: -Infinity, outline: at.length ? [[a, low], [b, low], [b, high], [a, high]] : [], inside: [], marker: [] };
  }
  const faint = Math.min(...depths) > NEAR || near < -NEAR;
  return { solid, near, faint, outline: hull(flat(corners)), inside: [], marker: [] };
}

function see(solids, eye, anchor) {
  return solids
    .map((solid) => seeOne(solid, eye, anchor))
    .filter((one) => one.outline.length)
    .sort((p, q) => !!q.faint - !!p.faint || p.near - q.near);
}

function trace(ctx, points) {
  ctx.beginPath();
  points.forEach(([x, y]) => ctx.lineTo(x, y));
  ctx.closePath();
}

function hatch(ctx, style, box) {
  ctx.save();
  ctx.clip();
  ctx.beginPath();
  for (let x = box.left - (box.bottom - box.top); x < box.right; x += HATCH) {
    ctx.moveTo(x, box.bottom);
    ctx.lineTo(x + box.bottom - box.top, box.top);
  }
  ctx.strokeStyle = style.stroke;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.restore();
}

function paintSolids(ctx, styles, solids, eye, anchor, spot, place) {
  const names = [];
  for (const { solid, outline, faint, inside, marker } of see(solids, eye, anchor)) {
    const style = styles[faint ? "behind" : solid.style];
    const points = outline.map(spot);
    const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
    const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    const [w, h] = [box.right - box.left, box.bottom - box.top];
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    trace(ctx, points);
    paint(ctx, solid.look === "open" && eye.level ? { ...style, fill: undefined } : style, 1, true);
    if (style.hatch) hatch(ctx, style, box);
    for (const [part, name] of [[inside, "table"], [marker, "marker"]]) {
      if (!part.length || (part === marker && Math.min(w, h) < LEAST_MARKED)) continue;
      trace(ctx, part.map(spot));
      paint(ctx, styles[name], 1, true);
    }
    if (faint) continue;
    const size = Math.min(LARGEST_LETTER, LETTER * Math.min(w, h));
    const look = solid.look || "whole";
    const covered = look === "open" || (solid.carried && !eye.level);
    if (solid.letter && !covered && size >= SMALLEST_LETTER) {
      write(ctx, { ...styles[solid.ink], size }, ...middle, solid.letter, "center");
    }
    if (!solid.words || (look === "whole" && eye.level)) continue;
    if (look === "whole") names.push([box.right + 3, middle[1], solid.words, "left"]);
    else if (look === "open") names.push([middle[0], box.top - 7, solid.words, "center"]);
    else names.push([box.left + 4, Math.max(box.top, place.y) + 9, solid.words, "left"]);
  }
  // Above all solids, so that none hides the name of another.
  for (const name of names) write(ctx, styles.small, ...name, [place.x, place.x + place.w]);
}
