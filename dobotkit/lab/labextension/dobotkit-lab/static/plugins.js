// The two plugins of the kit, as JupyterLab wants them described.

import { guardNavigation } from "./guard.js";
import { Keeping } from "./keeping.js";
import { addBar } from "./bar.js";
import { Work } from "./work.js";

// Of Jupyter's older interface, in which each notebook is a page of its own.
const OTHER_PAGES = ["tree", "notebooks", "edit", "consoles", "lab"];

export async function plugins(use) {
  const [apputils, coreutils, mainmenu, services, widgets] = await Promise.all(
    [
      "@jupyterlab/apputils",
      "@jupyterlab/coreutils",
      "@jupyterlab/mainmenu",
      "@jupyterlab/services",
      "@lumino/widgets",
    ].map(use),
  );
  return [
    {
      id: "dobotkit-lab:guard",
      description: "Keeps programs in a notebook from leading this page elsewhere.",
      autoStart: true,
      activate: (app) => {
        const { baseUrl } = app.serviceManager.serverSettings;
        guardNavigation(baseUrl, app.name === "JupyterLab" ? ["lab"] : OTHER_PAGES);
      },
    },
    {
      id: "dobotkit-lab:work",
      description: "Download my work, Open my work, and a word before work is lost.",
      autoStart: true,
      optional: [apputils.ICommandPalette, mainmenu.IMainMenu],
      activate: (app, palette, menu) => {
        const keeping = new Keeping(app, services);
        const work = new Work(app, keeping, { ...apputils, ...services, ...widgets });
        addCommands(app, work, palette, menu);
        addBar(app, keeping, widgets.Widget, coreutils.PageConfig.getOption("dobotkitBanner"));
        askBeforeTheEnd(app, keeping, work);
      },
    },
  ];
}

function addCommands(app, work, palette, menu) {
  const commands = {
    "dobotkit:download-work": {
      label: "Download my work",
      caption: "Get one file with the code of all you changed (Ctrl+Alt+D)",
      execute: () => work.download(),
    },
    "dobotkit:open-work": {
      label: "Open my work",
      caption: "Go on with a file that you downloaded before (Ctrl+Alt+O)",
      execute: () => work.open(),
    },
  };
  const keys = { "dobotkit:download-work": "Accel Alt D", "dobotkit:open-work": "Accel Alt O" };
  for (const [command, options] of Object.entries(commands)) {
    app.commands.addCommand(command, options);
    app.commands.addKeyBinding({ command, keys: [keys[command]], selector: "body" });
    palette?.addItem({ command, category: "My work" });
  }
  menu?.fileMenu.addGroup(
    Object.keys(commands).map((command) => ({ command })),
    0.5,
  );
}

// File > Shut Down ends the lab, and with it what was not downloaded.
function askBeforeTheEnd(app, keeping, work) {
  const execute = app.commands.execute;
  app.commands.execute = async function (command, args) {
    if (command === "filemenu:shutdown" && !(await work.mayEnd())) {
      return undefined;
    }
    return execute.call(this, command, args);
  };
  window.addEventListener("beforeunload", (event) => {
    if (keeping.mayLose()) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
}
