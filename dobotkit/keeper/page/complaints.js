// Complaints: what they say, until when they are to be answered, and the answer.

import { $, ask, say, wordsFor } from "./asking.js";

let shown = "";
let seen = null; // numbers that were here before; null before the first look

function card(complaint) {
  const item = $("complaint").content.cloneNode(true).firstElementChild;
  const form = item.querySelector("form");
  item.querySelector("h3").textContent = complaint.title;
  form.querySelector("button").textContent = `Answer ${complaint.title.toLowerCase()}`;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(complaint, form);
  });
  return item;
}

async function answer({ id, title }, form) {
  const choice = form.querySelector("select").value;
  const typed = form.querySelector("input");
  const code = typed.value;
  typed.value = "";
  if (!choice) {
    say("Choose an answer first.");
    return;
  }
  try {
    await ask("/answer", { number: id, answer: choice, code });
    // Its form goes away, and the keyboard must not be lost with it.
    $("complaints-title").focus();
    say(`${title} is answered.`);
  } catch (error) {
    say(wordsFor(error));
  }
}

export function showComplaints(complaints) {
  // Made anew only when one comes, so that nobody who is typing is thrown out.
  const names = JSON.stringify(complaints.map(({ id }) => id));
  if (names !== shown) {
    shown = names;
    $("complaints").replaceChildren(...complaints.map(card));
    $("no-complaints").hidden = complaints.length > 0;
    if (seen && complaints.some(({ id }) => !seen.has(id))) say("A complaint has come in.");
    seen = new Set(complaints.map(({ id }) => id));
  }
  $("complaints-end").hidden = !complaints.some(({ open }) => open);
  complaints.forEach((complaint, n) => {
    const item = $("complaints").children[n];
    item.querySelector(".says").textContent = complaint.says;
    item.querySelector(".days").textContent = complaint.days;
    const state = item.querySelector(".state");
    state.textContent = complaint.state;
    state.classList.toggle("warning", complaint.overdue);
    item.querySelector("form").hidden = !complaint.open;
  });
}
