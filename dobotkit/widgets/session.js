// A session at a glance: a drawn robot and its drawn name, what is on right now, the way out.

const SVG = "http://www.w3.org/2000/svg";
// Okabe and Ito's palette. The name of the colour stands beside the robot.
const PAINTS = { blue: "#0072b2", green: "#009e73", purple: "#cc79a7", turquoise: "#56b4e9", yellow: "#f0e442" };
const ROBOT = [
  ["path", { d: "M32 6v8M12 62v-6M52 62v-6M10 40H4v10M54 40h6v10", class: "line" }],
  ["circle", { cx: 32, cy: 6, r: 3, class: "line" }],
  ["rect", { x: 16, y: 14, width: 32, height: 20, rx: 6, class: "paint" }],
  ["rect", { x: 10, y: 37, width: 44, height: 20, rx: 4, class: "paint" }],
  ["circle", { cx: 25, cy: 23, r: 3.5, class: "eye" }],
  ["circle", { cx: 39, cy: 23, r: 3.5, class: "eye" }],
  ["path", { d: "M26 29h12", class: "mouth" }],
];

function drawing(kind, attributes) {
  const made = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function robot(colour) {
  const picture = drawing("svg", { viewBox: "0 0 64 64", width: 64, height: 64, role: "img", "aria-label": `A ${colour} robot` });
  picture.append(...ROBOT.map(([kind, attributes]) => drawing(kind, attributes)));
  picture.style.setProperty("--paint", PAINTS[colour] || "#999999");
  return picture;
}

const some = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

function render({ model, el }) {
  const page = Math.random().toString(36).slice(2);
  const face = element("div", { class: "face" });
  const name = element("p", { class: "name" });
  const time = element("p");
  const signs = element("ul", { class: "signs" });
  const live = element("div", { role: "status", "aria-label": "On right now" }, signs);
  const points = element("p");
  const bar = element("div", { class: "points", "aria-hidden": "true" }, element("div"));
  const quiet = element("p");
  const status = element("div", { role: "status", class: "said" });
  const held = element("code", { class: "token", tabindex: "0", "aria-label": "My token", ...OURS });
  const hide = button("Hide it", {}, () => { held.textContent = ""; secret.hidden = true; tokenButton.focus(); });
  const secret = element("div", { class: "box" }, held,
    element("p", {}, "Write it on paper, not into the notebook: whoever has it has your session. ",
      "In another notebook, Session(token=\"…\") comes back to it; empty that cell afterwards."), hide);
  secret.hidden = true;
  const tokenButton = button("My token", { "aria-describedby": `${page}-token` }, () => model.send({ do: "token", page }));
  const end = twice("End my session",
    "All about it is forgotten: the name, the permissions, the ledger. Nobody can bring it back.",
    "Yes, end it", "No, go on", () => model.send({ do: "end", page }));
  const banner = element("p", { class: "banner", role: "note" });
  const alive = element("div", {},
    banner,
    element("div", { class: "head" }, face, element("div", {}, name, time)),
    live, points, bar, quiet,
    element("div", { class: "row" }, tokenButton,
      element("span", { id: `${page}-token`, class: "small" }, "belongs on paper. Once you have seen it, your session outlives this notebook, until its time is up.")),
    secret, end.box);
  const over = element("p", { tabindex: "-1" }, "Asking the keeper …");
  alive.hidden = true;
  const whole = element("div", { class: "dobotkit-panel", role: "region", "aria-label": "Your session" }, alive, over, status);
  el.append(whole);

  let painted = "";
  const show = (now) => {
    const within = alive.contains(document.activeElement);
    over.textContent = now.over;
    over.hidden = !now.over;
    alive.hidden = !!now.over;
    if (now.over) {
      held.textContent = "";
      if (within) over.focus();
      return;
    }
    banner.textContent = now.banner;
    banner.hidden = !now.banner;
    if (painted !== now.colour) face.replaceChildren(robot(painted = now.colour));
    name.textContent = `You are ${now.pseudonym}, the ${now.colour} robot.`;
    time.textContent = `At most ${some(now.minutes, "minute")} left. `
      + (now.kept ? "Your session outlives this notebook, because you have seen your token." : "It ends with this notebook.");
    const lines = now.on.map(({ name: what, words }) => ["on", `● ${what} is ON. ${words}`]);
    if (!lines.length) lines.push(["off", "○ Nothing is on right now."]);
    lines.push(...now.withdrawn.map((what) => ["off", `○ ${what} is taken back: it stays off.`]));
    // Only what is new is written: what is written is read out.
    if (signs.dataset.shown !== String(lines)) {
      signs.dataset.shown = String(lines);
      signs.replaceChildren(...lines.map(([kind, words]) => element("li", { class: kind }, words)));
    }
    points.textContent = `Privacy points so far: ${now.points}. They count what was switched on; session.ledger has the list.`;
    bar.firstChild.style.width = `${100 * now.points / now.most}%`;
    quiet.textContent = now.quiet;
    quiet.hidden = !now.quiet;
  };
  const heard = (answer) => {
    if (answer.now) show(answer.now);
    if (answer.page !== page) return;
    status.replaceChildren(...answer.lines.map((line) => element("p", {}, line)));
    status.dataset.kind = answer.kind;
    if (!answer.token) return;
    held.textContent = answer.token;
    secret.hidden = false;
    held.focus();
  };
  return follow(model, el, page, heard, show);
}

export default { render };
