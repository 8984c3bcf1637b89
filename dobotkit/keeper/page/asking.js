// How this page asks the keeper, and where it says what came of it.

const HEADER = "X-Keeper-Token";
let session = sessionStorage.getItem("session");

export const $ = (id) => document.getElementById(id);

// A refusal, with a sentence for each field that is wrong.
class Refusal extends Error {
  constructor(told, status) {
    super(told.error ?? `${status}`);
    this.fields = told.fields ?? {};
  }
}

export async function ask(path, question) {
  const headers = { [HEADER]: session ?? "" };
  if (question) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, {
    method: question ? "POST" : "GET",
    headers,
    body: question && JSON.stringify(question),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told, answer.status);
  return told;
}

// What stands behind the # of the address opens this page once.
export async function comeIn() {
  const visit = location.hash.slice(1);
  if (!visit) return;
  history.replaceState(null, "", location.pathname);
  session = (await ask("/session", { visit })).session;
  sessionStorage.setItem("session", session);
}

export function say(text) {
  // Said again only when it is something new: a screen reader reads it aloud.
  if ($("news").textContent !== text) $("news").textContent = text;
}

// fetch itself fails when nobody listens any more.
export function wordsFor(error) {
  return error instanceof TypeError
    ? "The keeper is gone. If the lab goes on, an arm may finish its move: look at it. For a new page, type page in the lab's window."
    : error.message;
}
