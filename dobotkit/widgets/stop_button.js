// The button below a picture that says "stop".

// Where a busy kernel does not hear the button, say what it does hear.
const PATIENCE_MS = 1000;
const BUSY = "The notebook is busy and has not heard it. Press Interrupt (■ in the bar above, or Esc, then I twice).";

function stopButton(model) {
  const box = document.createElement("div");
  box.style.cssText = "padding: 2px 10px 6px; color: var(--jp-content-font-color1, inherit);";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "■ Stop the arm";
  button.style.cssText = "font: inherit; padding: 4px 12px; margin-right: 10px; cursor: pointer;";
  const answer = document.createElement("span");
  answer.setAttribute("role", "alert");
  box.append(button, answer);
  let timer = 0;
  button.addEventListener("click", () => {
    clearTimeout(timer);
    answer.textContent = "";
    timer = setTimeout(() => { answer.textContent = BUSY; }, PATIENCE_MS);
    model.send({ do: "stop" });
  });
  const heard = (message) => {
    clearTimeout(timer);
    answer.textContent = message.words || "";
  };
  model.on("msg:custom", heard);
  return { box, away: () => { clearTimeout(timer); model.off("msg:custom", heard); } };
}
