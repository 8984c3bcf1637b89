// Rates over a threshold: curves or bars, a slider, and the same in words. All numbers are here
// already, so that a page without a kernel works as well.

const SVG = "http://www.w3.org/2000/svg";
const SETTLED_MS = 1000;
const WIDE = 720, HIGH = 350, LEFT = 58, RIGHT = 14, TOP = 26, FLOOR = 270;
const BLUE = "#0072b2", RED = "#d55e00";

function drawn(kind, attributes, text) {
  const made = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const up = (share) => FLOOR - share * (FLOOR - TOP);

function percent(count, of) {
  const share = 100 * count / of, whole = Math.round(share);
  return (whole === 0 && count > 0) || (whole === 100 && count < of) ? `${share.toFixed(1)} %` : `${whole} %`;
}

// Where the true rate is, 95 times of 100 (Wilson), as dobotkit.measured.Rate has it.
function interval(count, of) {
  const p = count / of, zz = 1.959964 ** 2;
  const middle = (p + zz / (2 * of)) / (1 + zz / of);
  const half = 1.959964 / (1 + zz / of) * Math.sqrt(p * (1 - p) / of + zz / (4 * of * of));
  return [Math.max(0, Math.min(p, middle - half)), Math.min(1, Math.max(p, middle + half))];
}

function ground(words) {
  const svg = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": words });
  for (let tenth = 0; tenth <= 10; tenth += 2) {
    const y = up(tenth / 10);
    svg.append(drawn("path", { d: `M${LEFT} ${y}H${WIDE - RIGHT}`, class: "grid" }),
      drawn("text", { x: LEFT - 6, y: y + 4, "text-anchor": "end" }, `${tenth * 10} %`));
  }
  svg.append(drawn("path", { d: `M${LEFT} ${TOP}V${FLOOR}H${WIDE - RIGHT}`, class: "axis" }));
  return svg;
}

// Two curves, and a line at the threshold.
function curves(model) {
  const wrong = model.get("wrong"), missed = model.get("missed");
  const [pairs, same] = model.get("of");
  const across = (threshold) => LEFT + threshold * (WIDE - LEFT - RIGHT);
  const svg = ground("False accepts fall and false rejects rise with the threshold; the words below say both.");
  const way = (counts, of) => "M" + counts.map((count, i) => `${across(i / 100).toFixed(1)} ${up(count / of).toFixed(1)}`).join("L");
  for (let tenth = 0; tenth <= 10; tenth += 1) {
    svg.append(drawn("path", { d: `M${across(tenth / 10)} ${FLOOR}v5`, class: "axis" }),
      drawn("text", { x: across(tenth / 10), y: FLOOR + 18, "text-anchor": "middle" }, `${tenth / 10}`));
  }
  const line = drawn("path", { class: "now" });
  const one = drawn("circle", { r: 6, fill: BLUE, class: "dot" });
  const other = drawn("rect", { width: 11, height: 11, fill: RED, class: "dot" });
  svg.append(drawn("path", { d: way(wrong, pairs), stroke: BLUE, class: "curve" }),
    drawn("path", { d: way(missed, same), stroke: RED, class: "curve", "stroke-dasharray": "8 4" }), line, one, other,
    drawn("text", { x: (LEFT + WIDE - RIGHT) / 2, y: FLOOR + 40, "text-anchor": "middle" }, "threshold"),
    drawn("path", { d: `M${LEFT + 20} ${HIGH - 14}h34`, stroke: BLUE, class: "curve" }),
    drawn("text", { x: LEFT + 60, y: HIGH - 10 }, "● false accepts: others taken for the same"),
    drawn("path", { d: `M${LEFT + 345} ${HIGH - 14}h34`, stroke: RED, class: "curve", "stroke-dasharray": "8 4" }),
    drawn("text", { x: LEFT + 385, y: HIGH - 10 }, "■ false rejects: the same person not known"));
  return { svg, move: (threshold, step) => {
    const x = across(threshold);
    line.setAttribute("d", `M${x} ${TOP}V${FLOOR}`);
    one.setAttribute("cx", x);
    one.setAttribute("cy", up(wrong[step] / pairs));
    other.setAttribute("x", x - 5.5);
    other.setAttribute("y", up(missed[step] / same) - 5.5);
    return [`False accepts: ${wrong[step]} of ${pairs} pairs of different people (${percent(wrong[step], pairs)}).`,
      `False rejects: ${missed[step]} of ${same} pairs of the same person (${percent(missed[step], same)}).`];
  } };
}

// A bar for each skin tone.
function bars(model) {
  const tones = model.get("tones");
  const svg = ground("A bar for each skin tone: how often its faces are found; the words below say it.");
  const room = (WIDE - LEFT - RIGHT) / tones.length, wide = Math.min(40, room * 0.6);
  const made = tones.map(({ tone, paint }, i) => {
    const middle = LEFT + (i + 0.5) * room;
    const bar = drawn("rect", { x: middle - wide / 2, width: wide, fill: BLUE, class: "dot" });
    const label = drawn("text", { x: middle, y: TOP - 10, "text-anchor": "middle", class: "strong" });
    const rim = drawn("path", { class: "rim" }), sure = drawn("path", { class: "sure" });
    svg.append(bar, rim, sure, label, drawn("rect", { x: middle - 20, y: FLOOR + 8, width: 15, height: 15, fill: paint, class: "dot" }),
      drawn("text", { x: middle, y: FLOOR + 20, class: "strong" }, `${tone}`));
    return { bar, label, sure: [rim, sure], middle };
  });
  svg.append(drawn("text", { x: (LEFT + WIDE - RIGHT) / 2, y: FLOOR + 48, "text-anchor": "middle" },
    `skin tone (Monk scale); found in percent, of ${tones[0].of} pictures each; thin lines: how sure that is`));
  return { svg, move: (_, step) => {
    let found = 0, all = 0;
    const each = tones.map(({ tone, of, counts }, i) => {
      const share = counts[step] / of, y = up(share);
      made[i].bar.setAttribute("y", y);
      made[i].bar.setAttribute("height", FLOOR - y);
      const [low, high] = interval(counts[step], of).map(up), { middle } = made[i];
      for (const path of made[i].sure) {
        path.setAttribute("d", `M${middle} ${low}V${high}M${middle - 5} ${low}h10M${middle - 5} ${high}h10`);
      }
      made[i].label.textContent = `${Math.round(100 * share)}`;
      found += counts[step];
      all += of;
      return `tone ${tone}: ${counts[step]} of ${of}`;
    });
    return [`Found: ${found} of ${all} faces (${percent(found, all)}).`, `${each.join(", ")}.`.replace(/^t/, "T")];
  } };
}

function render({ model, el }) {
  const lowest = Math.round(100 * model.get("lowest"));
  const chart = model.get("tones").length ? bars(model) : curves(model);
  const slider = element("input", { type: "range", min: lowest, max: 100, step: 1, "aria-label": "Threshold", ...OURS });
  const shown = element("output");
  const words = element("p", { class: "words" });
  const spoken = element("p", { role: "status", class: "spoken" });
  let timer = 0;
  const show = () => {
    const threshold = model.get("threshold"), step = Math.round(100 * threshold);
    const lines = chart.move(threshold, step);
    slider.value = step;
    slider.setAttribute("aria-valuetext", threshold.toFixed(2));
    shown.textContent = threshold.toFixed(2);
    words.textContent = lines.join("\n");
    // Said when the slider rests.
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = `Threshold ${threshold.toFixed(2)}. ${lines.join(" ")}`; }, SETTLED_MS);
  };
  slider.addEventListener("input", () => {
    model.set("threshold", Number(slider.value) / 100);
    model.save_changes();
  });
  const whole = element("div", { class: "dobotkit-rates" }, element("p", { class: "title" }, model.get("title")), chart.svg,
    element("label", { class: "row" }, "Threshold ", slider, shown), words, spoken);
  el.append(whole);
  model.on("change:threshold", show);
  show();
  return () => { clearTimeout(timer); model.off("change:threshold", show); };
}

export default { render };
