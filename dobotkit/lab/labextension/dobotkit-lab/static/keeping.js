// Knows whether there is work in this page, or on the lab's server, that would be lost.

// What a person typed into a document: without outputs, and without when a cell was run.
function typed(context) {
  const shared = context.model?.sharedModel;
  if (shared?.cells) {
    return JSON.stringify(shared.cells.map((cell) => [cell.cell_type, cell.getSource()]));
  }
  return shared?.getSource?.() ?? "";
}

export class Keeping {
  constructor(app, services) {
    this._app = app;
    this._services = services;
    this._later = undefined;
    this._saved = new Map(); // what each open document said when it was last read or saved
    this._pending = []; // files on the server that were not downloaded
    this._listeners = [];
    app.restored.then(() => {
      app.shell.layoutModified?.connect(this._watch, this);
      this._watch();
      return this.ask();
    });
  }

  // Calls `listener` whenever the answer of `mayLose` may have changed.
  whenChanged(listener) {
    this._listeners.push(listener);
  }

  // The contexts of all open documents: what Jupyter calls a document and its file.
  contexts() {
    const found = new Set();
    for (const area of ["main", "left", "right", "down"]) {
      for (const widget of widgetsIn(this._app.shell, area)) {
        if (widget.context?.model) {
          found.add(widget.context);
        }
      }
    }
    return [...found];
  }

  // Whether closing this page, or ending the lab, would lose something.
  mayLose() {
    return this._pending.length > 0 || this.contexts().some((context) => this._isChanged(context));
  }

  // Asks the server what was not downloaded.
  async ask() {
    try {
      const answer = await this.request("dobotkit/work");
      if (answer.ok) {
        this._pending = (await answer.json()).pending;
      }
    } catch {
      // The server does not answer: what was known stays, and JupyterLab says so itself.
    }
    this._tell();
  }

  // A program may have written a file: asks when it has been quiet for a while.
  _askLater() {
    clearTimeout(this._later);
    this._later = setTimeout(() => this.ask(), 2000);
  }

  // Saves every document that has changed, through the lab's own way of saving.
  // Answers the names of those that could not be saved.
  async saveAll() {
    const failed = [];
    for (const context of this.contexts()) {
      if (!context.model.dirty || context.model.readOnly) {
        continue;
      }
      await context.save();
      if (context.model.dirty) {
        failed.push(context.path);
      }
    }
    return failed;
  }

  request(path, init = {}) {
    const { ServerConnection } = this._services;
    const settings = this._app.serviceManager.serverSettings;
    return ServerConnection.makeRequest(settings.baseUrl + path, init, settings);
  }

  _isChanged(context) {
    const saved = this._saved.get(context); // undefined while the document is being read
    return saved !== undefined && saved !== typed(context);
  }

  _watch() {
    for (const context of this.contexts()) {
      if (this._saved.has(context)) {
        continue;
      }
      this._saved.set(context, undefined);
      context.ready.then(() => {
        this._saved.set(context, typed(context));
        context.model.contentChanged.connect(() => this._tell());
        context.saveState.connect((_, state) => {
          if (state === "completed") {
            this._saved.set(context, typed(context));
            this.ask();
          }
        });
        context.sessionContext?.statusChanged.connect(() => this._askLater());
        // What is closed without saving is gone by the reader's own word.
        context.disposed.connect(() => this._saved.delete(context));
      });
    }
    this._tell();
  }

  _tell() {
    for (const listener of this._listeners) {
      listener();
    }
  }
}

function* widgetsIn(shell, area) {
  try {
    yield* shell.widgets(area);
  } catch {
    // The other shells of Jupyter have fewer areas.
  }
}
