// How JupyterLab finds the kit's extension. By convention this file leaves two functions
// under the extension's name: `init` is handed the modules that JupyterLab shares, and
// `get` answers the extension itself. Nothing is built or bundled: the files beside this
// one are what runs, as they are.
(() => {
  const here = document.currentScript.src;
  let shared;

  // One of the modules that JupyterLab itself uses: the very same, not a copy.
  async function use(name) {
    const versions = Object.values(shared[name]);
    const one = versions.find((version) => version.loaded) ?? versions[0];
    return (await one.get())();
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["dobotkit-lab"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { plugins } = await import(new URL("plugins.js", here));
      const made = await plugins(use);
      return () => made;
    },
  };
})();
