// The camera's place: what was measured, and the teacher's yes or no to it.

import { $, ask, say, wordsFor } from "./asking.js";

let waits = null; // its number; null if nothing waits

async function decide(answer) {
  const typed = $("place-code");
  const code = typed.value;
  typed.value = "";
  try {
    await ask("/camera", { number: `${waits}`, answer, code });
    // Its form goes away, and the keyboard must not be lost with it.
    $("place-title").focus();
    say(answer === "yes" ? "The camera's place holds, and is written down." : "It is forgotten.");
  } catch (error) {
    say(wordsFor(error));
  }
}

export function startPlace() {
  $("place-form").addEventListener("submit", (event) => {
    // Enter chooses nothing.
    event.preventDefault();
    say("Press what you want.");
  });
  $("place-yes").addEventListener("click", () => decide("yes"));
  $("place-no").addEventListener("click", () => decide("no"));
}

export function showPlace({ now, words, number }) {
  $("place-now").textContent = now;
  $("place-waits").textContent = words;
  $("place-form").hidden = number === null;
  if (number !== null && number !== waits) say("A notebook has measured where the camera stands.");
  waits = number;
}
