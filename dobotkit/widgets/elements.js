// What every panel is made of.

function element(kind, attributes = {}, ...children) {
  const made = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Keys belong to the control that has the focus, not to JupyterLab's shortcuts, which
// look for this mark on that very element.
const OURS = { "data-lm-suppress-shortcuts": "true" };

function button(words, attributes, press) {
  const made = element("button", { type: "button", ...OURS, ...attributes }, words);
  made.addEventListener("click", press);
  return made;
}

function group(title, className, ...children) {
  return element("fieldset", { class: className }, element("legend", {}, title), ...children);
}

// What cannot be undone is asked about once more; the question says what will go.
function twice(words, warning, yes, no, press, asked = () => {}) {
  const first = button(words, {}, () => {
    asked();
    question.hidden = false;
    first.hidden = true;
    stay.focus();
  });
  const back = () => {
    question.hidden = true;
    first.hidden = false;
    first.focus();
  };
  const stay = button(no, {}, back);
  const text = element("p", {}, warning);
  const question = element("div", { class: "box", role: "group", "aria-label": words }, text,
    element("div", { class: "row" }, button(yes, { class: "final" }, () => { back(); press(); }), stay));
  question.hidden = true;
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    back();
  });
  return { box: element("div", {}, first, question), text };
}
