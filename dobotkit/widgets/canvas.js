// Draws a display list (see shapes.py) on a canvas, with words below it, and with a button
// where there is something to stop.
// It knows nothing about arms.

const ROOM = { left: 46, top: 52, right: 12, bottom: 40 };
const LEGEND_ROW = 24;
const NARROW = 720;
const FONT = "system-ui, sans-serif";

function theme() {
  const light = document.body.dataset.jpThemeLight;
  if (light !== undefined) return light === "false" ? "dark" : "light";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function layout(panels, width) {
  const sizes = panels.map(({ window: [l, b, r, t] }) => [r - l, t - b]);
  const stacked = width < NARROW;
  const across = stacked
    ? Math.max(...sizes.map((s) => s[0]))
    : sizes.reduce((sum, s) => sum + s[0], 0);
  const rooms = (ROOM.left + ROOM.right) * (stacked ? 1 : panels.length);
  const scale = Math.max(0.1, Math.min(1, (width - rooms) / across));
  let x = ROOM.left, y = ROOM.top, bottom = 0;
  const places = sizes.map(([w, h]) => {
    const place = { x, y, w: w * scale, h: h * scale };
    bottom = Math.max(bottom, y + place.h + ROOM.bottom);
    if (stacked) y += place.h + ROOM.bottom + 30;
    else x += place.w + ROOM.left + ROOM.right;
    return place;
  });
  return { scale, places, bottom };
}

function paint(ctx, style, scale, closed) {
  if (closed && style.fill) {
    ctx.fillStyle = style.fill;
    ctx.fill();
  }
  if (style.stroke) {
    ctx.strokeStyle = style.stroke;
    ctx.lineWidth = style.mm ? style.mm * scale : style.width || 1;
    ctx.setLineDash(style.dash || []);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function write(ctx, style, x, y, words, align, limits) {
  ctx.font = `${style.weight || "normal"} ${style.size}px ${FONT}`;
  if (limits) { // Words never leave their panel: push them back in.
    const w = ctx.measureText(words).width;
    const start = x - { left: 0, center: 0.5, right: 1 }[align] * w;
    x += Math.max(limits[0] - start, 0) - Math.max(start + w - limits[1], 0);
  }
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.fillStyle = style.fill;
  ctx.fillText(words, x, y);
}

// What is drawn among the shapes of panel i where they say "solids".
function drawSolids(ctx, styles, model, i, panel, place, scale) {
  const { eyes, anchor } = model.get("moving");
  const { solids, panels } = model.get("solids") || {};
  if (!solids || !eyes || !eyes[i]) return;
  const [left, , , top] = panel.window;
  const spot = ([u, v]) => [place.x + (u - left) * scale, place.y + (top - v) * scale];
  paintSolids(ctx, styles, [...solids, ...model.get("movers")], eyes[i], anchor, spot, place);
  for (const shape of panels[i]) drawShape(ctx, styles, shape, panel, place, scale);
}

function drawShape(ctx, styles, shape, panel, place, scale) {
  const [left, , , top] = panel.window;
  const spots = shape.points.map(([u, v]) => [place.x + (u - left) * scale, place.y + (top - v) * scale]);
  const style = styles[shape.style];
  if (!spots.length) return;
  const [x, y] = spots[0];
  if (shape.kind === "words") {
    const limits = [place.x - ROOM.left, place.x + place.w + ROOM.right];
    write(ctx, style, x + shape.dx, y + shape.dy, shape.words, shape.align, limits);
    return;
  }
  ctx.beginPath();
  if (shape.kind === "dot") ctx.arc(x, y, shape.radius * scale, 0, 2 * Math.PI);
  else spots.forEach(([px, py]) => ctx.lineTo(px, py));
  if (shape.kind === "area") ctx.closePath();
  paint(ctx, style, scale, shape.kind !== "line");
}

function drawLegend(ctx, styles, legend, width, top) {
  let x = ROOM.left, y = top + LEGEND_ROW / 2;
  for (const [name, words] of legend) {
    ctx.font = `${styles.words.size}px ${FONT}`;
    const needed = 24 + ctx.measureText(words).width;
    if (x > ROOM.left && x + needed > width - ROOM.right) {
      x = ROOM.left;
      y += LEGEND_ROW;
    }
    ctx.beginPath();
    if (!styles[name].fill) ctx.rect(x, y, 18, 0);
    else if (name === "tip") ctx.arc(x + 9, y, 5, 0, 2 * Math.PI);
    else ctx.rect(x, y - 6, 18, 12);
    paint(ctx, styles[name], 1, true);
    write(ctx, styles.words, x + 24, y, words, "left");
    x += needed + 24;
  }
  return y + LEGEND_ROW / 2;
}

function render({ model, el }) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.style.cssText = "display: block; width: 100%;";
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  status.style.cssText = "padding: 4px 10px; color: var(--jp-content-font-color1, inherit);";
  const stop = stopButton(model);
  el.append(canvas, status);
  if (model.get("stops")) el.append(stop.box);
  let frame = 0;
  const follows = model.get("movers") !== undefined;
  const looking = follows ? tellWhoLooks(model, el, () => redraw()) : null;

  function draw() {
    frame = 0;
    const width = Math.floor(el.clientWidth);
    if (!width || (looking && canvas.width && !looking.seen())) return;
    const styles = model.get("palette")[theme()];
    const { panels, legend } = model.get("backdrop");
    const { heading, panels: moving } = model.get("moving");
    const { scale, places, bottom } = layout(panels, width);
    const ctx = canvas.getContext("2d");
    // The height depends on how often the legend wraps: measure, then draw.
    const height = drawLegend(ctx, styles, legend, width, bottom) + 4;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    ctx.scale(ratio, ratio);
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.fillStyle = styles.page.fill;
    ctx.fillRect(0, 0, width, height);
    write(ctx, styles.heading, 10, 16, heading, "left");
    panels.forEach((panel, i) => {
      const place = places[i];
      write(ctx, styles.title, place.x, place.y - 12, panel.title, "left");
      const shapes = [...panel.shapes, ...moving[i]];
      // Lines end at the edge of their panel; words may stand beside it.
      ctx.save();
      ctx.beginPath();
      ctx.rect(place.x, place.y, place.w, place.h);
      ctx.clip();
      for (const shape of shapes) {
        if (shape.kind === "solids") drawSolids(ctx, styles, model, i, panel, place, scale);
        else if (shape.kind !== "words") drawShape(ctx, styles, shape, panel, place, scale);
      }
      ctx.restore();
      for (const shape of shapes) if (shape.kind === "words") drawShape(ctx, styles, shape, panel, place, scale);
      ctx.beginPath();
      ctx.rect(place.x, place.y, place.w, place.h);
      paint(ctx, styles.frame, scale, false);
    });
    drawLegend(ctx, styles, legend, width, bottom);
  }

  const redraw = () => { frame ||= requestAnimationFrame(draw); };
  const speak = () => {
    // Words that are the same are not said again.
    if (status.textContent !== model.get("status")) status.textContent = model.get("status");
    canvas.setAttribute("aria-label", [`${model.get("moving").heading}.`, model.get("status"), model.get("caption")].join(" ").trim());
  };
  const resized = new ResizeObserver(redraw);
  resized.observe(el);
  const themed = new MutationObserver(redraw);
  themed.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  const redrawn = ["backdrop", "moving", "solids", "movers"].map((name) => `change:${name}`);
  const spoken = ["change:status", "change:caption"];
  redrawn.forEach((change) => model.on(change, redraw));
  spoken.forEach((change) => model.on(change, speak));
  speak();
  redraw();
  return () => {
    cancelAnimationFrame(frame);
    resized.disconnect();
    themed.disconnect();
    stop.away();
    looking?.away();
    redrawn.forEach((change) => model.off(change, redraw));
    spoken.forEach((change) => model.off(change, speak));
  };
}

export default { render };
