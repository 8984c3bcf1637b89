// How far something is: a bar, and the same in words.

function render({ model, el }) {
  const bar = document.createElement("div");
  bar.className = "dobotkit-bar";
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", model.get("label"));
  bar.setAttribute("aria-valuemin", "0");
  bar.setAttribute("aria-valuemax", "100");
  const filled = document.createElement("div");
  bar.append(filled);
  const words = document.createElement("div");
  words.className = "dobotkit-bar-words";
  // Said when it ends; ten times a second nobody wants to hear it.
  const status = document.createElement("div");
  status.className = "dobotkit-bar-spoken";
  status.setAttribute("role", "status");
  const whole = document.createElement("div");
  whole.className = "dobotkit-drawing";
  whole.append(bar, words, status);
  el.append(whole);

  function show() {
    const percent = Math.round(model.get("part") * 100);
    const state = model.get("state");
    filled.style.width = `${percent}%`;
    bar.dataset.state = state;
    bar.setAttribute("aria-valuenow", percent);
    bar.setAttribute("aria-valuetext", model.get("words"));
    words.textContent = model.get("words");
    if (state !== "drawing") status.textContent = model.get("words");
  }
  const names = ["part", "words", "state"];
  for (const name of names) model.on(`change:${name}`, show);
  show();
  return () => { for (const name of names) model.off(`change:${name}`, show); };
}

export default { render };
