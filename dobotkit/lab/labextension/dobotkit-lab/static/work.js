// What the two buttons do: talk to the lab's server, and say to the reader what happened.

const LARGEST = 16 * 2 ** 20; // as in dobotkit/lab/work/parcel.py

export class Work {
  constructor(app, keeping, jupyter) {
    this._app = app;
    this._keeping = keeping;
    this._jupyter = jupyter; // showDialog, Dialog, Widget
  }

  // Saves what is open and hands over one file. Answers whether all work is safe now.
  async download() {
    const failed = await this._keeping.saveAll();
    if (failed.length > 0) {
      await this._say("Not downloaded yet", [
        "The lab could not save these, so the file would hold an older state of them:",
        failed,
        "Copy what you need out of them, close them, and try again.",
      ]);
      return false;
    }
    const answer = await this._ask("dobotkit/work/download", { method: "POST" });
    if (!answer) {
      return false;
    }
    if (answer.content) {
      handOver(answer.name, answer.content);
    }
    await this._keeping.ask();
    await this._say(...saidOfDownload(answer));
    return true;
  }

  // Lets the reader choose a file, says what it would do, and does it if they agree.
  async open() {
    const file = await choose();
    if (!file) {
      return;
    }
    if (file.size > LARGEST) {
      await this._say("This file is too long", [
        `Work is at most ${LARGEST / 2 ** 20} MB, and ${file.name} has more.`,
        "Choose the file that Download my work gave you.",
      ]);
      return;
    }
    const failed = await this._keeping.saveAll();
    if (failed.length > 0) {
      await this._say("Not opened yet", ["The lab could not save these; close them first:", failed]);
      return;
    }
    const path = `dobotkit/work/open?name=${encodeURIComponent(file.name)}`;
    const init = {
      method: "POST",
      body: await file.arrayBuffer(),
      headers: { "Content-Type": "application/octet-stream" },
    };
    const would = await this._ask(path, init);
    if (!would) {
      return;
    }
    const rest = "Outputs are not in the file: run the cells again. Nothing runs by itself.";
    if (would.written.length === 0) {
      await this._say("Nothing to open", [would.says]);
      return;
    }
    if (!(await this._confirm("Open my work", [would.says, rest], "Open"))) {
      return;
    }
    const done = await this._ask(`${path}&now=yes`, init);
    if (!done) {
      return;
    }
    await this._showAgain(done.written);
    await this._keeping.ask();
  }

  // Asks before the lab ends; answers whether it may.
  async mayEnd() {
    if (!this._keeping.mayLose()) {
      return true;
    }
    const { Dialog, showDialog } = this._jupyter;
    const result = await showDialog({
      title: "Download your work first?",
      body: this._body([
        "When the lab ends it forgets everything. There is work in it that you have not downloaded.",
      ]),
      buttons: [
        Dialog.cancelButton({ label: "Go back" }),
        Dialog.warnButton({ label: "End without it" }),
        Dialog.okButton({ label: "Download my work" }),
      ],
    });
    if (result.button.label === "Download my work") {
      return this.download();
    }
    return result.button.accept;
  }

  // Shows anew what came back and is open, and opens the first notebook if none of them is.
  async _showAgain(written) {
    let shown = false;
    for (const context of this._keeping.contexts()) {
      if (written.includes(context.path)) {
        await context.revert();
        shown = true;
      }
    }
    const first = written.find((path) => path.endsWith(".ipynb"));
    if (!shown && first && this._app.commands.hasCommand("docmanager:open")) {
      await this._app.commands.execute("docmanager:open", { path: first });
    }
  }

  // Answers what the server says, or tells the reader what went wrong and answers undefined.
  async _ask(path, init) {
    let answer;
    try {
      answer = await this._keeping.request(path, init);
    } catch {
      await this._say("The lab does not answer", [
        "Has it ended? Look at the window that it was started in.",
      ]);
      return undefined;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      return said;
    }
    await this._say("That did not work", [
      said.what ?? `The lab's server says no (${answer.status}).`,
      said.advice ?? "Load this page again, and try once more.",
    ]);
    return undefined;
  }

  _say(title, parts) {
    const { Dialog, showDialog } = this._jupyter;
    return showDialog({ title, body: this._body(parts), buttons: [Dialog.okButton()] });
  }

  async _confirm(title, parts, label) {
    const { Dialog, showDialog } = this._jupyter;
    const result = await showDialog({
      title,
      body: this._body(parts),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label })],
    });
    return result.button.accept;
  }

  // A text is a paragraph, a list of texts is a list. Texts are never taken for HTML.
  _body(parts) {
    const node = document.createElement("div");
    node.className = "dobotkit-said";
    for (const part of parts) {
      if (typeof part === "string") {
        node.append(element("p", part));
      } else {
        const list = document.createElement("ul");
        list.append(...part.map((line) => element("li", line)));
        node.append(list);
      }
    }
    return new this._jupyter.Widget({ node });
  }
}

function saidOfDownload(answer) {
  const left = answer.left_out.length > 0 ? ["Left out:", answer.left_out] : [];
  if (!answer.content) {
    return ["Nothing to download yet", ["You have not changed or written anything.", ...left]];
  }
  const pictures =
    answer.pictures > 0 ? [`Pictures left out of the texts: ${answer.pictures}.`] : [];
  return [
    "Your work is downloaded",
    [
      `${answer.name} is among this browser's downloads. In it:`,
      answer.holds,
      ...left,
      ...pictures,
      "It holds your code as you typed it, without pictures and results of cells. " +
        "A name that you typed is in it too.",
    ],
  ];
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

// Gives the browser a file to keep: made here, so that no address of it exists.
function handOver(name, base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Answers the file that the reader chooses, or undefined.
function choose() {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".zip,.ipynb";
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files[0]));
    input.addEventListener("cancel", () => resolve(undefined));
    input.click();
  });
}
