// Asks the lab's server what it sees of this very request. The answer goes into the page only.

// What Jupyter's own cookies are for, and until when they live.
const COOKIES = [
  [/^_xsrf$/, "keeps other pages from pressing buttons here", "until the browser is closed"],
  [/^username-/, "remembers that you had the lab's pass, under an invented name", "until the browser is closed; on a hub or on Binder for longer"],
];

function lines(head, rows) {
  const cells = (kind, row) => row.map((text, at) =>
    element(at || kind === "td" ? kind : "th", kind === "th" ? { scope: "col" } : {}, text));
  const body = rows.map(([first, ...rest]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...cells("td", rest)));
  const top = element("thead", {}, element("tr", {}, ...cells("th", head)));
  const table = element("table", {}, top, element("tbody", {}, ...body));
  for (const cell of table.querySelectorAll("th, td")) {
    cell.style.textAlign = "left";
    cell.style.whiteSpace = "normal";
  }
  return table;
}

function cookie(name) {
  const known = COOKIES.find(([pattern]) => pattern.test(name));
  return known ? [name, known[1], known[2]] : [name, "not one of Jupyter's own", "not known"];
}

async function ask() {
  const config = document.getElementById("jupyter-config-data");
  const base = config ? JSON.parse(config.textContent).baseUrl : "/";
  const answer = await fetch(new URL(`${base}dobotkit/request`, document.baseURI), { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function render({ el }) {
  const status = element("p", { role: "status" }, "Asking the lab's server …");
  el.append(status);
  try {
    const { facts, cookies } = await ask();
    const seen = lines(["what", "what the server sees"], Object.entries(facts));
    const kept = lines(["cookie", "what for", "how long"], cookies.map(cookie));
    seen.className = "dobotkit-request";
    kept.className = "dobotkit-cookies";
    el.append(seen, element("p", {}, "Cookies that came with it (their values are not shown):"), kept);
    status.textContent = "This page has asked the lab's server once. It saw:";
  } catch {
    status.textContent = "The server of this page does not say what it sees. Open the notebook in the lab.";
  }
}

export default { render };
