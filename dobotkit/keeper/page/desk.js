// The desk: a form, a drawing of it, and what will be written before it is written.

import { $, ask, say, wordsFor } from "./asking.js";
import { drawMap } from "./map.js";

const AXES = ["x", "y", "z"];
const KINDS = { keep_out: "Closed box", zones: "Zone" };
let reach = { near: 0, far: 0, turn: [0, 0] };
let arms = [];
let tool = ""; // the one that arms reckon with: the saved one
let looked = null; // the form that is being looked at, exactly as it will be saved

const number = (text) => parseFloat(text.replace("−", "-").replace(",", "."));

// Where somebody has typed what: a map from a field's name to its element, and the form.
function typed() {
  const fields = new Map([["speed", $("speed")], ["tool", $("tool")]]);
  const floor = {};
  for (const input of $("floor").querySelectorAll("input")) {
    floor[input.dataset.tool] = input.value;
    fields.set(`floor.${input.dataset.tool}`, input);
  }
  const boxes = (kind) => [...$(kind).children].map((item, n) => {
    const one = (name, axis) => {
      const input = item.querySelector(`[data-corner=${name}][data-axis="${axis}"]`);
      fields.set(`${kind}.${n}.${name}.${axis}`, input);
      return input.value;
    };
    const name = item.querySelector("[data-name]");
    fields.set(`${kind}.${n}.name`, name);
    return {
      name: name.value,
      low: AXES.map((_, axis) => one("low", axis)),
      high: AXES.map((_, axis) => one("high", axis)),
    };
  });
  const form = {
    speed: $("speed").value,
    tool: $("tool").value,
    floor,
    keep_out: boxes("keep_out"),
    zones: boxes("zones"),
    laser: $("laser").checked,
  };
  return { form, fields };
}

function draw() {
  const { form } = typed();
  const plain = ({ name, low, high }) =>
    ({ name, low: low.map(number), high: high.map(number) });
  drawMap($("map"), {
    reach, arms, keepOut: form.keep_out.map(plain), zones: form.zones.map(plain),
  });
}

function changed() {
  $("review").hidden = true;
  looked = null;
  draw();
}

// Sentences at fields.

function clearWrong() {
  for (const one of document.querySelectorAll("#desk .wrong")) one.remove();
  for (const input of document.querySelectorAll("#desk [aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
}

function showWrong(sentences, fields) {
  clearWrong();
  const known = Object.entries(sentences).map(([name, text]) => {
    // A rule about a whole box stands at its name.
    const input = fields.get(name) ?? fields.get(`${name}.name`) ?? $("speed");
    const note = document.createElement("span");
    note.className = "wrong";
    note.id = `wrong-${input.id}`;
    // Three numbers stand side by side, with their sentences below.
    note.textContent = input.dataset.axis ? `${AXES[input.dataset.axis]}: ${text}` : text;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", note.id);
    input.closest(".field").append(note);
    return input;
  });
  const first = known.find((input) =>
    !known.some((other) => other.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_FOLLOWING));
  first?.focus();
}

// Boxes.

let made = 0;

function addBox(kind, filled = { name: "", low: ["", "", ""], high: ["", "", ""] }) {
  made += 1;
  const item = $("box").content.cloneNode(true).firstElementChild;
  const name = item.querySelector("[data-name]");
  name.id = `box-${made}-name`;
  item.querySelector(".called").htmlFor = name.id;
  name.value = filled.name;
  for (const input of item.querySelectorAll("[data-corner]")) {
    input.id = `box-${made}-${input.dataset.corner}-${input.dataset.axis}`;
    input.value = filled[input.dataset.corner][input.dataset.axis];
  }
  for (const button of item.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => takeCorner(item, button.dataset.take));
  }
  item.querySelector(".remove").addEventListener("click", () => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    count(kind);
    changed();
    (next?.querySelector("input") ?? $(`add-${kind}`)).focus();
    say(`${KINDS[kind]} removed. Nothing is written until you save.`);
  });
  $(kind).append(item);
  count(kind);
  return item;
}

function count(kind) {
  [...$(kind).children].forEach((item, n) => {
    item.querySelector("legend").textContent = `${KINDS[kind]} ${n + 1}`;
    item.querySelector(".remove").textContent = `Remove ${KINDS[kind].toLowerCase()} ${n + 1}`;
  });
}

// Places that an arm shows.

function place() {
  const arm = arms.find(({ id }) => id === $("from").value);
  if (!arm?.position) say("No arm tells where it is. Open one in a notebook first.");
  return arm?.position;
}

const toolName = (value) => $("tool").querySelector(`[value="${value}"]`).textContent;

// x and y of an arm's position are those of the end of the tool that it reckons with. Its z is
// the height of the wrist, whatever is fitted.
const otherTool = () => tool !== "" && $("tool").value !== tool;

function showTool() {
  $("from-tool").hidden = !otherTool();
  $("from-tool").textContent = otherTool()
    ? `The arms still reckon with “${toolName(tool)}”. Save the desk with ` +
      `“${toolName($("tool").value)}”, run arm = Arm() in the notebook again, then show corners.`
    : "";
}

function takeCorner(item, corner) {
  if (otherTool()) {
    say(`No corner was taken. ${$("from-tool").textContent}`);
    return;
  }
  const position = place();
  if (!position) return;
  AXES.forEach((_, axis) => {
    item.querySelector(`[data-corner=${corner}][data-axis="${axis}"]`).value = position[axis];
  });
  say(`This corner is now at x ${position[0]}, y ${position[1]}, z ${position[2]}.`);
  changed();
}

function takeHeight(input) {
  const position = place();
  if (!position) return;
  input.value = position[2];
  say(`The table for ${input.dataset.tool} is now at z ${position[2]}.`);
  changed();
}

let choices = "";

export function showArmsAtDesk(now, saved = tool) {
  tool = saved;
  showTool();
  arms = now.filter(({ position }) => position);
  const names = JSON.stringify(arms.map(({ id, title }) => [id, title]));
  if (names !== choices) {
    choices = names;
    const chosen = $("from").value;
    $("from").replaceChildren(...arms.map(({ id, title }) => new Option(title, id)));
    if (arms.some(({ id }) => id === chosen)) $("from").value = chosen;
    $("from-none").hidden = arms.length > 0;
    $("from-one").hidden = arms.length === 0;
  }
  $("from-place").textContent = arms.find(({ id }) => id === $("from").value)?.place ?? "";
  draw();
}

// Looking at it, and saving it.

async function review(event) {
  event.preventDefault();
  const { form, fields } = typed();
  try {
    const { text } = await ask("/desk/preview", { desk: form });
    clearWrong();
    looked = form;
    $("text").textContent = text;
    $("review").hidden = false;
    $("review-title").focus({ preventScroll: true });
    $("review-title").scrollIntoView({ block: "start" });
    say("This is what will be written. Nothing is written yet.");
  } catch (error) {
    say(wordsFor(error));
    showWrong(error.fields ?? {}, fields);
  }
}

async function save(event) {
  event.preventDefault();
  const code = $("desk-code").value;
  $("desk-code").value = "";
  try {
    await ask("/desk/save", { desk: looked, code });
  } catch (error) {
    say(wordsFor(error));
    $("saved").textContent = wordsFor(error);
    $("desk-code").focus();
    return;
  }
  await fill();
  $("review").hidden = true;
  $("saved").textContent = "";
  $("look").focus();
  say("The desk is saved, and its rules hold from now on. Arms that were in use have stopped.");
}

async function fill() {
  const told = await ask("/desk");
  reach = told.reach;
  $("file").textContent = told.file;
  const { form } = told;
  $("speed").value = form.speed;
  $("tool").value = form.tool;
  tool = form.tool;
  showTool();
  $("laser").checked = form.laser;
  for (const input of $("floor").querySelectorAll("input")) {
    input.value = form.floor[input.dataset.tool];
  }
  for (const kind of Object.keys(KINDS)) {
    $(kind).replaceChildren();
    form[kind].forEach((filled) => addBox(kind, filled));
  }
  draw();
}

export async function startDesk() {
  $("desk").addEventListener("submit", review);
  $("tool").addEventListener("input", showTool);
  $("desk").addEventListener("input", ({ target }) => {
    if (target !== $("from")) changed();
  });
  $("review").addEventListener("submit", save);
  $("from").addEventListener("change", () => showArmsAtDesk(arms));
  for (const button of $("floor").querySelectorAll("button")) {
    const input = button.closest(".field").querySelector("input");
    button.addEventListener("click", () => takeHeight(input));
  }
  for (const kind of Object.keys(KINDS)) {
    $(`add-${kind}`).addEventListener("click", () => {
      addBox(kind).querySelector("input").focus();
      changed();
    });
  }
  await fill();
  $("set-up").hidden = false;
}
