// The line above JupyterLab's menus: adult mode, what the lab forgets, and the two buttons.

export function addBar(app, keeping, Widget, banner) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("style.css", import.meta.url);
  document.head.append(style);

  const node = document.createElement("div");
  node.className = "dobotkit-bar";
  node.setAttribute("role", "region");
  node.setAttribute("aria-label", "My work");

  if (banner) {
    // Words in a frame: they are seen without any colour. The line has room for the first few;
    // the rest is read out, and shown to who points at it.
    const sign = document.createElement("strong");
    sign.className = "dobotkit-banner";
    sign.setAttribute("role", "note");
    sign.textContent = banner.split(". ", 1)[0];
    sign.setAttribute("aria-label", banner);
    sign.title = banner;
    node.append(sign);
  }

  const words = document.createElement("span");
  words.setAttribute("role", "status");
  node.append(
    words,
    button(app, "dobotkit:open-work", "Open my work"),
    button(app, "dobotkit:download-work", "Download my work"),
  );

  const say = () => {
    const lose = keeping.mayLose();
    const text = lose
      ? "This lab forgets everything when it ends: download your work."
      : "This lab forgets everything when it ends.";
    if (words.textContent !== text) {
      words.textContent = text;
      node.classList.toggle("dobotkit-may-lose", lose);
    }
  };
  keeping.whenChanged(say);
  say();

  const widget = new Widget({ node });
  widget.id = "dobotkit-bar";
  // Above all else where there is such a place, else beside the menus.
  app.shell.add(widget, app.name === "JupyterLab" ? "header" : "top", { rank: 1 });
}

function button(app, command, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = app.commands.caption(command);
  made.addEventListener("click", () => app.commands.execute(command));
  return made;
}
