// One question: a group of radio buttons or a field for a number, and the words of the verdict.

let counted = 0;

function element(kind, attributes = {}, ...children) {
  const made = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function choice(name, words) {
  return element("label", {}, element("input", { type: "radio", name, value: words }), ` ${words}`);
}

function render({ model, el }) {
  const name = `dobotkit-quiz-${++counted}`;
  const choices = model.get("choices");
  const unit = model.get("unit");
  const group = element("fieldset", {}, element("legend", {}, model.get("question")));
  if (choices.length) {
    group.append(...choices.map((words) => choice(name, words)));
  } else {
    const field = element("input", { type: "text", name, inputmode: "decimal", autocomplete: "off", size: 8 });
    group.append(element("label", {}, unit ? `Your answer in ${unit}: ` : "Your answer: ", field));
  }
  const button = element("button", { type: "submit" }, "Check");
  // It is there before it says something: only then is a change announced.
  const status = element("p", { role: "status", "aria-live": "polite" });
  const form = element("form", { class: "dobotkit-quiz", novalidate: "" }, group, button, status);
  // Arrows and Enter belong to the question, not to JupyterLab's shortcuts, which
  // look for this mark on the very element that has the focus.
  for (const control of form.elements) control.dataset.lmSuppressShortcuts = "true";

  function say(words, verdict) {
    status.textContent = words;
    form.dataset.verdict = verdict;
  }
  function ask(event) {
    event.preventDefault();
    const answer = new FormData(form).get(name)?.trim();
    if (!answer) {
      say(choices.length ? "Choose an answer first." : "Write a number first.", "");
      return;
    }
    say("Checking …", "");
    model.send({ answer });
  }
  // Inside JupyterLab Enter in a text field submits nothing by itself.
  function submitWithEnter(event) {
    if (event.key !== "Enter" || event.isComposing || event.target.type !== "text") return;
    event.preventDefault();
    form.requestSubmit();
  }
  const answered = ({ right, words }) => say(words, right ? "right" : "wrong");

  form.addEventListener("submit", ask);
  form.addEventListener("keydown", submitWithEnter);
  model.on("msg:custom", answered);
  el.append(form);
  return () => model.off("msg:custom", answered);
}

export default { render };
