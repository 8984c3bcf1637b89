// The rights of a session: a button each, and below them what has come of it, in words.

function table({ words, head, rows }) {
  const made = element("table", {}, element("caption", {}, words),
    element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))));
  made.append(element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((text) => element("td", {}, text))))));
  // Where the page is narrow it is moved within its box, also with keys.
  return element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": words, ...OURS }, made);
}

function render({ model, el }) {
  const page = Math.random().toString(36).slice(2);
  const send = (message) => {
    status.dataset.kind = "";
    status.replaceChildren(element("p", {}, "Asking the keeper …"));
    shown.replaceChildren();
    model.send({ ...message, page });
  };
  const order = (words, message) => button(words, {}, () => send(message));
  const row = (...children) => element("div", { class: "row" }, ...children);

  const permissions = element("ul", { class: "permissions", "aria-label": "Permissions" });
  const about = element("select", { id: `${page}-about`, ...OURS });
  const remove = twice("Delete everything", "", "Yes, delete it all", "No, keep it",
    () => send({ do: "delete" }), () => send({ do: "held" }));

  const status = element("div", { role: "status", class: "said" });
  const shown = element("div");
  const over = element("p", { tabindex: "-1" }, "Asking the keeper …");
  const alive = element("div", {},
    element("p", {}, "Each button asks the keeper, which answers at once. Nobody asks who you are: that this notebook has your session is enough."),
    group("What is held about you", "", row(
      order("See it", { do: "access" }), order("Take a copy along", { do: "copy" }),
      order("Draw another name", { do: "correct", what: "pseudonym" }), order("Draw another colour", { do: "correct", what: "colour" })),
      remove.box),
    group("Permissions", "", permissions),
    group("Why?", "", row(order("Explain what the kit decides by itself", { do: "explain" }))),
    group("Complain", "", row(
      element("label", { for: about.id }, "What is wrong: "), about,
      button("Send it to the teacher's desk", {}, () => send({ do: "complain", says: about.value })),
      order("Answers to my complaints", { do: "complaints" }))));
  alive.hidden = true;
  const whole = element("div", { class: "dobotkit-panel", role: "region", "aria-label": "Your rights" },
    element("p", { class: "name" }, "Your rights"), alive, over, status, shown);
  el.append(whole);

  const states = (now) => {
    const wanted = JSON.stringify(now.permissions);
    if (permissions.dataset.shown === wanted) return;
    permissions.dataset.shown = wanted;
    // The one who has pressed a button goes on from its successor.
    const pressed = permissions.contains(document.activeElement) && document.activeElement.dataset.of;
    permissions.replaceChildren(...now.permissions.map(({ name, state, words }) => {
      const [press, what] = { "taken back": ["give", "Give it again"], never: [], }[state] || ["withdraw", "Take it back"];
      const line = element("li", {}, element("b", {}, name), `: ${state}. ${words} `);
      if (press) line.append(button(what, { "aria-label": `${what}: ${name}`, "data-of": name }, () => send({ do: press, permission: name })));
      return line;
    }));
    if (pressed) [...permissions.querySelectorAll("button")].find((one) => one.dataset.of === pressed)?.focus();
  };
  const show = (now) => {
    const within = alive.contains(document.activeElement);
    over.textContent = now.over;
    over.hidden = !now.over;
    alive.hidden = !!now.over;
    if (now.over && within) over.focus();
    if (now.over) return;
    if (!about.length) about.append(...now.says.map(([id, words]) => element("option", { value: id }, words)));
    states(now);
  };
  const heard = (answer) => {
    if (answer.now) show(answer.now);
    if (answer.page !== page) return;
    if (answer.kind === "goes") {
      remove.text.textContent = answer.lines.join(" ");
      status.replaceChildren();
      return;
    }
    status.replaceChildren(...answer.lines.map((line) => element("p", {}, line)));
    status.dataset.kind = answer.kind;
    shown.replaceChildren(...(answer.table ? [table(answer.table)] : []));
  };
  return follow(model, el, page, heard, show);
}

export default { render };
