// A picture of a camera, still or live. It asks for one picture; when that is drawn, and somebody
// can see it, for the next. What has come is in this page only, and goes with it.

// A screen reader hears what is new, and not more often than this.
const QUIET_MS = 4000;
const LIST_MS = 1000;
// A picture that stands still is said to be old, and then not shown: it may not be true any more.
const OLD_MS = 3000, TOO_OLD_MS = 9000;
const ASK_AGAIN_MS = 10000;
const SILENT = "The notebook has said nothing for 9 seconds: it is very busy, or it has ended. Then the camera is off.";
// Also what a page shows that has no kernel, as one that was exported.
const WAITING = "The picture comes while the notebook runs.";
// With sliders, so that they and the picture are on one screen.
const WIDEST = 800, WIDEST_WITH_SLIDERS = 520;

function speaker(node) {
  let saidAt = -Infinity, timer = 0;
  return {
    say: (words, at_once = false) => {
      clearTimeout(timer);
      if (words === node.textContent) return;
      const wait = at_once ? 0 : Math.max(0, saidAt + QUIET_MS - performance.now());
      timer = setTimeout(() => { saidAt = performance.now(); node.textContent = words; }, wait);
    },
    away: () => clearTimeout(timer),
  };
}

function seenList() {
  const body = element("tbody");
  const table = element("table", {}, element("thead", {}, element("tr", {},
    ...["What", "Where", "More"].map((words) => element("th", { scope: "col" }, words)))), body);
  let shownAt = -Infinity, shown = "";
  return {
    box: element("details", {}, element("summary", { ...OURS }, "What is seen, as a list"), table),
    show: (rows, live) => {
      const now = performance.now();
      if (String(rows) === shown || (live && now - shownAt < LIST_MS)) return;
      shown = String(rows);
      shownAt = now;
      body.replaceChildren(...rows.map((row) => element("tr", {}, ...row.map((words) => element("td", {}, words)))));
      if (!rows.length) body.replaceChildren(element("tr", {}, element("td", { colspan: 3 }, "nothing")));
    },
  };
}

function render({ model, el }) {
  const page = Math.random().toString(36).slice(2);
  const live = !!model.get("why");
  const sliders = model.get("sliders");
  let bitmap = null, seen = null, over = "", trouble = "", paused = false;
  let asked = false, askedAt = 0, heardAt = performance.now(), away = false, old = 0;
  const canvas = element("canvas", { role: "img" });
  const ctx = canvas.getContext("2d");
  const sign = element("p");
  // Until the kernel has said so, as in a page that was exported, nobody knows.
  const say = (kind, mark, words) => {
    if (sign.className === `sign ${kind}`) return;
    sign.className = `sign ${kind}`;
    sign.replaceChildren(element("span", { "aria-hidden": "true" }, `${mark} `), words);
  };
  say("unknown", "○", "not known whether the camera is on");
  const status = element("p", { role: "status", "aria-live": "polite", class: "words" }, model.get("words"));
  const voice = speaker(status);
  const list = seenList();
  const boxes = element("input", { type: "checkbox", ...OURS });
  boxes.checked = !sliders;
  const off = button("■ Switch the camera off", { class: "final" }, () => model.send({ do: "off", page }));
  const pause = button("Pause the picture", { "aria-pressed": "false" }, () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", paused);
    if (!paused) ask();
    draw();
  });
  const panel = sliders ? thresholdPanel(model, page, () => { if (bitmap) draw(); }) : null;
  const row = element("div", { class: "row" }, ...(live ? [off, pause] : []), element("label", {}, boxes, " Boxes and labels"));
  const whole = element("div", { class: "dobotkit-seen", role: "region", "aria-label": live ? "Live picture of the camera" : "Picture of the camera" },
    ...(live ? [sign] : []), canvas, row, ...(panel ? [panel.box] : []), status, list.box);
  el.append(whole);

  const copy = document.createElement("canvas");
  const copyCtx = copy.getContext("2d", { willReadFrequently: true });

  const ask = () => {
    if (asked || over || away || (live && (paused || !looking.seen())) || (!live && bitmap)) return;
    asked = true;
    askedAt = performance.now();
    model.send({ do: "next", page });
  };

  function draw() {
    const [w, h] = seen ? [seen.width, seen.height] : [640, live && !over ? 480 : 120];
    const room = Math.max(120, whole.clientWidth || 640);
    const width = Math.min(room, sliders ? WIDEST_WITH_SLIDERS : WIDEST, Math.max(w, 480)), scale = width / w;
    const size = { w: width, h: Math.round(h * scale) };
    const dots = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(size.w * dots) || canvas.height !== Math.round(size.h * dots)) {
      canvas.width = Math.round(size.w * dots);
      canvas.height = Math.round(size.h * dots);
      canvas.style.width = `${size.w}px`;
      canvas.style.height = `${size.h}px`;
    }
    ctx.setTransform(dots, 0, 0, dots, 0, 0);
    const words = over || trouble;
    if (words || !bitmap) {
      drawWords(ctx, words || WAITING, size, true);
      canvas.setAttribute("aria-label", words || WAITING);
      return;
    }
    canvas.setAttribute("aria-label", seen.words);
    let shown = bitmap;
    if (panel) {
      [copy.width, copy.height] = [w, h];
      copyCtx.drawImage(bitmap, 0, 0);
      const image = copyCtx.getImageData(0, 0, w, h);
      panel.apply(image);
      copyCtx.putImageData(image, 0, 0);
      shown = copy;
    }
    ctx.drawImage(shown, 0, 0, size.w, size.h);
    if (boxes.checked) drawMarks(ctx, seen.marks, scale, size);
    if (panel) cross(scale);
    if (paused) drawWords(ctx, "Paused. The camera is still on.", size, false);
    else if (old) drawWords(ctx, `This picture stands still: it is ${old} seconds old. The notebook is busy, or it has ended.`, size, false);
  }

  function cross(scale) {
    const [x, y] = panel.reader.place().map((value) => (value + 0.5) * scale);
    for (const [colour, width] of [[LINES.under, 4], [LINES.over, 1.5]]) {
      ctx.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        ctx.moveTo(x + 3 * dx, y + 3 * dy);
        ctx.lineTo(x + 11 * dx, y + 11 * dy);
      }
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }

  const forget = () => {
    bitmap?.close();
    bitmap = seen = null;
    [copy.width, copy.height] = [1, 1];
    list.show([], false);
  };

  async function take(answer, buffers) {
    let made;
    try {
      made = await createImageBitmap(new Blob([buffers[0]], { type: answer.seen.kind }));
    } catch {
      asked = false;
      return; // asked for again soon
    }
    asked = false;
    if (over || away) { made.close(); return; }
    bitmap?.close();
    bitmap = made;
    seen = answer.seen;
    trouble = "";
    old = 0;
    draw();
    voice.say(seen.words);
    list.show(seen.rows, live);
    // The next one when this one is on the screen.
    if (live) requestAnimationFrame(ask);
  }

  const heard = (answer, buffers) => {
    heardAt = performance.now();
    if (trouble === SILENT) {
      trouble = "";
      draw();
    }
    if (!over) say("on", "●", `camera is ON: ${model.get("why")}`);
    if (answer.pages?.includes(page)) take(answer, buffers);
    else if (answer.over && !over) {
      over = answer.over;
      forget();
      off.disabled = pause.disabled = true;
      say("off", "○", "camera is off");
      voice.say(over, true);
      draw();
    } else if (answer.trouble) {
      asked = false;
      forget();
      trouble = answer.trouble.join(" ");
      voice.say(trouble);
      draw();
      ask();
    }
  };
  model.on("msg:custom", heard);
  boxes.addEventListener("change", draw);
  if (panel) {
    canvas.addEventListener("click", (event) => {
      if (!bitmap) return;
      const { left, top, width } = canvas.getBoundingClientRect();
      const scale = seen.width / width;
      panel.reader.point(Math.floor((event.clientX - left) * scale), Math.floor((event.clientY - top) * scale));
    });
  }
  const looking = live ? tellWhoLooks(model, el, () => { heardAt = performance.now(); ask(); }) : { seen: () => true, away: () => {} };
  const sizes = new ResizeObserver(() => draw());
  sizes.observe(whole);
  const timer = setInterval(() => {
    const now = performance.now();
    if (asked && now - askedAt > ASK_AGAIN_MS) asked = false;
    ask();
    if (!live || over || !looking.seen()) return;
    // Who has paused hears all the same whether the camera is on.
    if (paused) model.send({ do: "here", page });
    const since = now - heardAt;
    const before = old;
    old = since > OLD_MS ? Math.floor(since / 1000) : 0;
    if (since > TOO_OLD_MS && !trouble) {
      forget();
      trouble = SILENT;
      voice.say(trouble);
      say("unknown", "○", "not known whether the camera is on");
    }
    if (old !== before) draw();
  }, 1000);
  draw();
  ask();
  return () => {
    away = true;
    clearInterval(timer);
    voice.away();
    panel?.away();
    sizes.disconnect();
    looking.away();
    model.off("msg:custom", heard);
    forget();
  };
}

export default { render };
