// The keeper's page: asks once a second what is on, and gives orders.
"use strict";

const $ = (id) => document.getElementById(id);
const HEADER = "X-Keeper-Token";
let session = sessionStorage.getItem("session");
let shown = "";

async function ask(path, question) {
  const headers = { [HEADER]: session ?? "" };
  if (question) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, {
    method: question ? "POST" : "GET",
    headers,
    body: question && JSON.stringify(question),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error ?? `${answer.status}`);
  return told;
}

function say(text) {
  // Said again only when it is something new: a screen reader reads it aloud.
  if ($("news").textContent !== text) $("news").textContent = text;
}

async function order(path, question, done) {
  try {
    await ask(path, question);
    say(done);
  } catch (error) {
    say(error.message);
  }
  await look();
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
  find(".let-go").textContent = `Take ${arm.title} back`;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    order("/allow", { arm: arm.id, code: code() }, `${arm.title} may move now.`);
  });
  find(".let-go").addEventListener("click", () =>
    order("/let_go", { arm: arm.id, code: code() }, `${arm.title} is free.`));
  return item;
}

function show(now) {
  // The cards are made anew only when arms come or go, so that nobody who is typing
  // or has tabbed to a button is thrown out.
  const names = JSON.stringify(now.arms.map((arm) => [arm.id, arm.title, arm.kind]));
  if (names !== shown) {
    shown = names;
    $("arms").replaceChildren(...now.arms.map(card));
  }
  now.arms.forEach((arm, n) => {
    const item = $("arms").children[n];
    item.querySelector(".state").textContent = arm.state;
    item.querySelector(".place").textContent = arm.place;
  });
  const rows = Object.entries(now.lab).flatMap(([name, value]) => {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    return [term, text];
  });
  $("lab").replaceChildren(...rows);
}

async function look() {
  try {
    show(await ask("/now"));
    if ($("news").textContent === "Asking the keeper …") say("The keeper is here.");
  } catch (error) {
    say(error instanceof TypeError
      ? "The keeper is gone: the lab has ended, or was started anew. Arms were told to stop."
      : error.message);
  }
}

async function begin() {
  const visit = location.hash.slice(1);
  if (visit) {
    history.replaceState(null, "", location.pathname);
    try {
      session = (await ask("/session", { visit })).session;
      sessionStorage.setItem("session", session);
    } catch (error) {
      say(error.message);
    }
  }
  $("stop-all").addEventListener("click", () =>
    order("/stop", { arm: "" }, "All arms were told to stop."));
  await look();
  setInterval(look, 1000);
}

begin();
