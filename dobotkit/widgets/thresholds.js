// Sliders for the numbers of a pixel, and what of a covered picture lies between them. All of
// it happens in the page: what goes back are the sliders and how many pixels pass.

const HUES = [
  [15, "red"], [45, "orange"], [70, "yellow"], [165, "green"], [200, "turquoise"], [255, "blue"],
  [290, "purple"], [345, "pink"], [360, "red"],
];
const CHANNELS = [
  ["hue", "Hue", "°", 359], ["saturation", "Saturation", " %", 100], ["brightness", "Brightness", " %", 100],
  ["red", "Red", "", 255], ["green", "Green", "", 255], ["blue", "Blue", "", 255],
];
const hueWord = (degrees) => HUES.find(([end]) => degrees < end)[1];
const SETTLED_MS = 1000;
const inThousands = (number) => number.toLocaleString("en-GB");

// Hue in degrees, saturation and brightness in percent, as whole numbers: as OpenCV says it, in
// whose steps a lesson counts as well (the hue in twos, the saturation in 255ths).
function hsvOf(r, g, b) {
  const high = Math.max(r, g, b), span = high - Math.min(r, g, b);
  let hue = 0;
  if (span) {
    if (high === r) hue = (g - b) / span;
    else if (high === g) hue = (b - r) / span + 2;
    else hue = (r - g) / span + 4;
    hue = 2 * (Math.round(30 * hue + 180) % 180);
  }
  const percent = (part) => Math.round(part * 100 / 255);
  return [hue, high ? percent(Math.round(255 * span / high)) : 0, percent(high)];
}

const isWithin = (value, [low, high]) => (low <= high ? value >= low && value <= high : value >= low || value <= high);

// What does not pass becomes stripes of two greys: black pixels that pass are not lost in them.
function keepPassing(image, spans) {
  const { data, width } = image;
  const [hue, saturation, brightness, red, green, blue] = spans;
  let passing = 0;
  for (let i = 0, n = 0; i < data.length; i += 4, n += 1) {
    const r = data[i], g = data[i + 1], b = data[i + 2];
    let passes = r >= red[0] && r <= red[1] && g >= green[0] && g <= green[1] && b >= blue[0] && b <= blue[1];
    if (passes) {
      const [h, s, v] = hsvOf(r, g, b);
      passes = s >= saturation[0] && s <= saturation[1] && v >= brightness[0] && v <= brightness[1] && isWithin(h, hue);
    }
    if (passes) passing += 1;
    else {
      const shade = ((n % width) + Math.floor(n / width)) % 16 < 8 ? 70 : 92;
      data[i] = data[i + 1] = data[i + 2] = shade;
    }
  }
  return passing;
}

function spanSliders(model, [name, words, unit, most], id, changed) {
  const shown = element("output");
  const ends = ["from", "to"].map((end, i) => {
    const input = element("input", { type: "range", min: 0, max: most, step: 1, id: `${id}-${name}-${end}`, ...OURS });
    input.addEventListener("input", () => {
      const pair = [...model.get(name)];
      pair[i] = Number(input.value);
      // The other end is pushed along; only the colour wheel goes round.
      if (name !== "hue" && pair[0] > pair[1]) pair[1 - i] = pair[i];
      model.set(name, pair);
      model.save_changes();
    });
    return input;
  });
  const said = (number) => (name === "hue" ? `${number}${unit} ${hueWord(number)}` : `${number}${unit}`);
  const update = () => {
    const pair = model.get(name);
    ends.forEach((input, i) => { input.value = pair[i]; input.setAttribute("aria-valuetext", said(pair[i])); });
    shown.textContent = `${said(pair[0])} to ${said(pair[1])}`;
    changed();
  };
  model.on(`change:${name}`, update);
  update();
  const rows = ends.map((input, i) => element("label", {}, element("span", {}, ["from", "to"][i]),
    ...(name === "hue" ? [element("span", { class: "wheel", "aria-hidden": "true" })] : []), input));
  const box = element("div", { class: "span", role: "group", "aria-label": words },
    element("div", { class: "row" }, element("b", {}, words), shown), element("div", { class: "ends" }, ...rows));
  return { box, away: () => model.off(`change:${name}`, update) };
}

// A place in the picture, and the numbers of its pixel.
function pixelReader(id, changed) {
  const field = (name, words) => {
    const input = element("input", { type: "number", min: 0, value: 0, id: `${id}-${name}`, ...OURS });
    input.addEventListener("input", () => changed());
    return [input, element("label", {}, `${words} `, input)];
  };
  const [across, acrossLabel] = field("across", "Pixel across");
  const [down, downLabel] = field("down", "down");
  let begun = false;
  const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
  const said = element("output", {}, "Click on the picture, or write the numbers.");
  return {
    box: element("div", { class: "row pixel" }, acrossLabel, downLabel, swatch, said),
    point: (x, y) => { across.value = x; down.value = y; changed(); },
    place: () => [Number(across.value), Number(down.value)],
    show: (image) => {
      if (!begun) { // in the middle
        begun = true;
        across.value = Math.floor(image.width / 2);
        down.value = Math.floor(image.height / 2);
      }
      across.max = image.width - 1;
      down.max = image.height - 1;
      const [x, y] = [Math.trunc(across.value), Math.trunc(down.value)];
      if (!(x >= 0 && y >= 0 && x < image.width && y < image.height)) {
        said.textContent = `The picture has ${image.width} across and ${image.height} down, counted from 0.`;
        return;
      }
      const [r, g, b] = image.data.slice(4 * (y * image.width + x), 4 * (y * image.width + x) + 3);
      const [h, s, v] = hsvOf(r, g, b);
      swatch.style.background = `rgb(${r}, ${g}, ${b})`;
      said.textContent = `red ${r}, green ${g}, blue ${b}; hue ${h}° (${hueWord(h)}), saturation ${s} %, brightness ${v} %`;
    },
  };
}

function thresholdPanel(model, id, changed) {
  const all = CHANNELS.map((channel) => spanSliders(model, channel, id, () => changed()));
  const count = element("p", { class: "count" });
  const settled = element("p", { role: "status", class: "spoken" });
  const reader = pixelReader(id, () => changed());
  const everything = button("Let everything pass", {}, () => {
    for (const [name, , , most] of CHANNELS) model.set(name, [0, most]);
    model.save_changes();
  });
  const box = element("div", { class: "thresholds" }, count, settled,
    element("div", { class: "spans" },
      group("Hue, saturation, brightness", "", ...all.slice(0, 3).map(({ box: one }) => one)),
      group("Red, green, blue", "", ...all.slice(3).map(({ box: one }) => one))),
    group("One pixel", "", reader.box), element("div", { class: "row" }, everything));
  let timer = 0, passing = 0;
  return {
    box, reader,
    // Changes the image; tells how many pixels pass, at rest also the kernel and screen readers.
    apply: (image) => {
      reader.show(image);
      passing = keepPassing(image, CHANNELS.map(([name]) => model.get(name)));
      const pixels = image.width * image.height;
      count.textContent = `${inThousands(passing)} of ${inThousands(pixels)} pixels pass (${(100 * passing / pixels).toFixed(1)} %).`;
      if (timer) return;
      timer = setTimeout(() => {
        timer = 0;
        if (settled.textContent !== count.textContent) settled.textContent = count.textContent;
        if (model.get("passing") !== passing) { model.set("passing", passing); model.save_changes(); }
      }, SETTLED_MS);
    },
    away: () => { clearTimeout(timer); all.forEach((one) => one.away()); },
  };
}
