// The keeper's page: asks once a second what is on, and gives orders.

import { $, ask, comeIn, say, wordsFor } from "./asking.js";
import { showPlace, startPlace } from "./camera.js";
import { showComplaints } from "./complaints.js";
import { showArmsAtDesk, startDesk } from "./desk.js";

const LOOK_MS = 1000;
let shown = "";

async function order(path, question, done) {
  try {
    await ask(path, question);
    say(done);
  } catch (error) {
    say(wordsFor(error));
  }
}

function card(arm) {
  const item = $("arm").content.cloneNode(true).firstElementChild;
  const find = (selector) => item.querySelector(selector);
  find("h3").textContent = arm.title;
  find(".stop").textContent = `Stop ${arm.title}`;
  find(".stop").addEventListener("click", () =>
    order("/stop", { arm: arm.id }, `${arm.title} was told to stop.`));
  const form = find("form");
  if (arm.kind !== "real") {
    form.remove();
    return item;
  }
  const code = () => {
    const typed = form.querySelector("input").value;
    form.querySelector("input").value = "";
    return typed;
  };
  find(".allow").textContent = `Let ${arm.title} move`;
  find(".home").textContent = `Let ${arm.title} seek its zero marks, once`;
  find(".let-go").textContent = `Take ${arm.title} back`;
  form.addEventListener("submit", (event) => {
    // Enter chooses nothing: neither word gives the other.
    event.preventDefault();
    say("Press what you want to allow.");
  });
  find(".allow").addEventListener("click", () => order("/allow", { arm: arm.id, code: code() },
    `${arm.title} may move now.`));
  find(".home").addEventListener("click", () => order("/home", { arm: arm.id, code: code() },
    `${arm.title} may seek its zero marks once, in the next five minutes. Keep away from it.`));
  find(".let-go").addEventListener("click", () => order("/let_go", { arm: arm.id, code: code() },
    `${arm.title} is free, and waits for your word.`));
  return item;
}

function showWish(element, { title, asks, state }) {
  const before = element.textContent;
  element.textContent = asks && `It ${asks}`;
  element.hidden = !asks;
  if (asks && element.textContent !== before) say(`${title} ${asks}`);
  // Answered, perhaps in the lab's window: the news must not go on asking.
  if (!asks && before && $("news").textContent === before.replace("It", title)) {
    say(`${title}: ${state}`);
  }
}

function show(now) {
  // The cards are made anew only when arms come or go, so that nobody who is typing
  // or has tabbed to a button is thrown out.
  const names = JSON.stringify(now.arms.map((arm) => [arm.id, arm.title, arm.kind]));
  if (names !== shown) {
    shown = names;
    $("arms").replaceChildren(...now.arms.map(card));
    $("no-arms").hidden = now.arms.length > 0;
  }
  now.arms.forEach((arm, n) => {
    const item = $("arms").children[n];
    item.querySelector(".state").textContent = arm.state;
    item.querySelector(".place").textContent = arm.place;
    showWish(item.querySelector(".asks"), arm);
  });
  // Written once: what is written again is read out again.
  if ($("banner").textContent !== now.banner) $("banner").textContent = now.banner;
  $("banner").hidden = !now.banner;
  const rows = Object.entries(now.lab).flatMap(([name, value]) => {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    return [term, text];
  });
  $("lab").replaceChildren(...rows);
  showArmsAtDesk(now.arms, now.lab.Tool);
  showComplaints(now.complaints ?? []);
  // A lab without a real camera has no such section.
  $("place").hidden = !now.place;
  if (now.place) showPlace(now.place);
}

async function look() {
  try {
    show(await ask("/now"));
    if ($("news").textContent === "Asking the keeper …") say("The keeper is here.");
  } catch (error) {
    say(wordsFor(error));
  }
  // Not before the answer is here: questions must not pile up before a slow arm.
  setTimeout(look, LOOK_MS);
}

async function begin() {
  $("stop-all").addEventListener("click", () =>
    order("/stop", { arm: "" }, "All arms were told to stop."));
  startPlace();
  try {
    await comeIn();
    await startDesk();
  } catch (error) {
    say(wordsFor(error));
  }
  look();
}

begin();
