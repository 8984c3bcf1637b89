// An arm by hand: jog pad, read-out, speed, tool, alarms, points. Each control sends one order;
// what becomes of it comes back as words.

let counted = 0;

// What moves: axis, way, words, key, and how the key is called.
const MOVES = [
  ["x", 1, "x +", "forward", "ArrowUp", "↑"],
  ["y", 1, "y +", "left", "ArrowLeft", "←"],
  ["y", -1, "y −", "right", "ArrowRight", "→"],
  ["x", -1, "x −", "back", "ArrowDown", "↓"],
  ["z", 1, "z +", "up", "PageUp", "Page ↑"],
  ["z", -1, "z −", "down", "PageDown", "Page ↓"],
  ["r", 1, "r +", "turn left", "Home", "Home"],
  ["r", -1, "r −", "turn right", "End", "End"],
];
const STEPS = [1, 5, 20];
// A slider that is dragged says where it was let go, not every place on the way (ms).
const SETTLED_MS = 250;

function jogPad(model, id) {
  let step = 5;
  const move = (axis, way) => model.send({ do: "jog", axis, by: way * step });
  const steps = element("div", { role: "radiogroup", "aria-label": "Size of a step", class: "steps" }, "Step:");
  for (const size of STEPS) {
    const radio = element("input", { type: "radio", name: `${id}-step`, value: size, ...OURS });
    radio.checked = size === step;
    radio.addEventListener("change", () => { step = size; });
    steps.append(element("label", {}, radio, ` ${size} mm`));
  }
  const pad = element("div", {
    class: "pad", role: "group", tabindex: "0", "aria-label": "Jog pad", "aria-describedby": `${id}-keys`, ...OURS,
  });
  for (const [axis, way, short, words, key, called] of MOVES) {
    pad.append(button("", { class: `move ${axis}${way > 0 ? "-plus" : "-minus"}`, "aria-keyshortcuts": key }, () => move(axis, way)));
    pad.lastChild.append(
      element("b", {}, short), " ", element("span", {}, words), " ", element("kbd", { "aria-hidden": "true" }, called),
    );
  }
  pad.addEventListener("keydown", (event) => {
    const found = MOVES.find(([, , , , key]) => key === event.key);
    if (!found || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(found[0], found[1]);
  });
  const keys = element("p", { id: `${id}-keys`, class: "small" },
    "With the focus in the pad: arrow keys for x and y, Page up and Page down for z, Home and End for r (a step is then in degrees). Escape stops the arm, wherever the focus is in this console.");
  return group("Jog", "jog", steps, pad, keys);
}

function slider(model, words, unit, place, name, id) {
  const shown = element("output", { for: `${id}-${name}` });
  const input = element("input", { id: `${id}-${name}`, type: "range", min: "1", step: "1", ...OURS });
  const label = element("label", { for: `${id}-${name}` }, words);
  let timer = 0;
  const show = () => {
    shown.textContent = `${input.value} ${unit}`;
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; model.send({ do: "speed", [name]: Number(input.value) }); }, SETTLED_MS);
  });
  const update = () => {
    input.max = Math.floor(model.get("limits")[place]);
    if (timer) return;
    input.value = model.get("pace")[place];
    show();
  };
  return { row: element("div", { class: "slider" }, label, shown, input), update, away: () => clearTimeout(timer) };
}

function table(words) {
  const body = element("tbody");
  return [element("table", { "aria-label": words }, body), (rows) => {
    // Only what is new is written: a screen reader that reads a row is not thrown out of it.
    while (body.rows.length > rows.length) body.deleteRow(-1);
    rows.forEach((words, i) => {
      const row = body.rows[i] || body.insertRow();
      if (!row.cells.length) row.append(element("th", { scope: "row" }), ...words.slice(1).map(() => element("td")));
      words.forEach((text, j) => { if (row.cells[j].textContent !== text) row.cells[j].textContent = text; });
    });
  }];
}

function taught(model, id, say) {
  const field = element("input", { id: `${id}-name`, type: "text", maxlength: "40", autocomplete: "off", size: "14", ...OURS });
  const add = () => {
    const name = field.value.trim() || `point ${model.get("points").length + 1}`;
    model.send({ do: "add", name });
    field.value = "";
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    add();
  });
  const form = element("div", { class: "row" },
    element("label", { for: `${id}-name` }, "Name: "), field, button("Add this place", {}, add));
  const list = element("ul", { "aria-label": "Taught points" });
  const none = element("p", { class: "small" }, "None yet. Jog the arm to a place, give it a name, and add it.");
  const data = element("textarea", { id: `${id}-data`, readonly: "", rows: "3", cols: "30", ...OURS });
  const copy = button("Copy", {}, async () => {
    data.select();
    try {
      await navigator.clipboard.writeText(data.value);
    } catch {
      document.execCommand("copy");
    }
    say("done", ["The points are copied as text."]);
  });
  const plain = element("details", {}, element("summary", { ...OURS }, "As plain data, to keep them"),
    element("label", { for: `${id}-data` }, "arm.points.to_json()"), data,
    element("p", { class: "small" }, "In a cell, arm.points.add_json('…') takes them back."), copy);
  function update() {
    const points = model.get("points");
    const focused = document.activeElement?.dataset;
    const within = list.contains(document.activeElement);
    list.replaceChildren(...points.map(([name, place]) => element("li", {},
      element("b", {}, name), " ", element("span", { class: "small" }, place), element("br"),
      button("Go to", { "aria-label": `Go to ${name}`, "data-of": `go ${name}` }, () => model.send({ do: "go", name })), " ",
      button("Delete", { "aria-label": `Delete ${name}`, "data-of": `delete ${name}` }, () => model.send({ do: "delete", name })))));
    if (within) ([...list.querySelectorAll("button")].find((one) => one.dataset.of === focused.of) || field).focus();
    none.hidden = points.length > 0;
    plain.hidden = !points.length;
    data.value = model.get("data");
  }
  return { box: group("Points", "points", form, none, list, plain), update };
}

function render({ model, el }) {
  const id = `dobotkit-console-${++counted}`;
  const status = element("div", { role: "status", class: "said" });
  const say = (kind, lines) => {
    status.dataset.kind = kind;
    status.replaceChildren(...lines.map((line, i) => element("p", {}, i ? `→ ${line}` : line)));
  };
  let unheard = 0;
  const stopIt = () => {
    clearTimeout(unheard);
    say("", ["Stopping …"]);
    unheard = setTimeout(() => say("failed", [BUSY]), PATIENCE_MS);
    model.send({ do: "stop" });
  };
  const state = element("span", { class: "state" });
  const order = (words, message) => button(words, {}, () => model.send(message));
  const switched = (words, what) => button(words, { "aria-pressed": "false" }, () =>
    model.send({ do: what, on: !model.get(what === "suck" ? "suction" : "gripping") }));
  const suck = switched("Suction", "suck");
  const grip = switched("Gripper closed", "grip");
  const [pose, showPose] = table("Where the arm is");
  const [readings, showReadings] = table("What is plugged in");
  const outputs = element("div");
  const alarms = element("div", { role: "alert" });
  const alarmed = group("Alarms", "alarms", alarms, order("Clear alarms", { do: "clear" }));
  const home = order("Home", { do: "home" });
  const speed = slider(model, "Speed", "mm/s", 0, "velocity", id);
  const acceleration = slider(model, "Acceleration", "mm/s²", 1, "acceleration", id);
  const points = taught(model, id, say);

  const stop = button("■ Stop (Esc)", { class: "stop", "aria-keyshortcuts": "Escape" }, stopIt);
  const top = element("div", { class: "row top" }, stop, home, state);
  const column = (...children) => element("div", { class: "column" }, ...children);
  const parts = element("div", { class: "parts" },
    column(jogPad(model, id)),
    column(group("Position", "position", pose), group("Speed", "pace", speed.row, acceleration.row)),
    column(group("Tool and sockets", "tool", element("div", { class: "row" }, suck, grip), readings, outputs), points.box));
  const whole = element("div", { class: "dobotkit-console", role: "region", "aria-label": `Console: ${model.get("name")}` },
    element("p", { class: "name" }, model.get("name")), top, status, alarmed, parts);
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    stopIt();
  });
  el.append(whole);

  const shows = {
    pose: () => showPose(model.get("pose")),
    state: () => {
      const closed = model.get("state") === "closed";
      state.textContent = closed ? "closed: run the set-up cell to open it again" : model.get("state");
      for (const one of whole.querySelectorAll("button, .steps input, .slider input")) one.disabled = closed;
    },
    alarms: () => {
      const found = model.get("alarms");
      alarms.replaceChildren(...found.map(({ words, remedy }) =>
        element("div", { class: "alarm" }, element("p", {}, `Alarm: ${words}.`), element("p", {}, `→ ${remedy}`))));
      // Whoever has cleared them goes on from what comes next.
      if (!found.length && alarmed.contains(document.activeElement)) home.focus();
      alarmed.hidden = !found.length;
    },
    pace: () => { speed.update(); acceleration.update(); },
    suction: () => { suck.setAttribute("aria-pressed", model.get("suction")); },
    gripping: () => { grip.setAttribute("aria-pressed", model.get("gripping")); },
    readings: () => {
      const { rows = [], outputs: pins = [] } = model.get("readings");
      showReadings(rows);
      readings.hidden = !rows.length;
      if (outputs.dataset.pins === String(pins)) return;
      outputs.dataset.pins = String(pins);
      outputs.replaceChildren(...pins.map((pin) => element("div", { class: "row" }, `Pin EIO${pin}`,
        button("On", { "aria-label": `Pin EIO${pin} on` }, () => model.send({ do: "output", pin, on: true })),
        button("Off", { "aria-label": `Pin EIO${pin} off` }, () => model.send({ do: "output", pin, on: false })))));
    },
    points: points.update,
    data: points.update,
    said: () => {
      clearTimeout(unheard);
      const { kind, lines } = model.get("said");
      say(kind, lines);
    },
  };
  for (const [name, show] of Object.entries(shows)) { model.on(`change:${name}`, show); show(); }
  const looking = tellWhoLooks(model, el, () => {});
  return () => {
    looking.away();
    clearTimeout(unheard);
    speed.away();
    acceleration.away();
    for (const [name, show] of Object.entries(shows)) model.off(`change:${name}`, show);
  };
}

export default { render };
