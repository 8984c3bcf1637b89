// A panel about a session: what the kernel says comes in as messages; none is kept.

// The kernel says something every 2 s to who looks. One that is silent for so long (ms) has
// ended, or was started again, or cannot do anything else; what was shown holds no more.
const SILENT_MS = 6000;
const SILENT = "This notebook's kernel has said nothing for 6 seconds. It is very busy, or it has ended: then all is switched off.";

function follow(model, el, page, heard, show) {
  let last = performance.now(), latest = null, silent = false;
  const listen = (answer) => {
    last = performance.now();
    if (answer.now) latest = answer.now;
    if (silent && latest) show(latest);
    silent = false;
    heard(answer);
  };
  const looking = tellWhoLooks(model, el, () => { last = performance.now(); });
  const timer = setInterval(() => {
    if (silent || latest?.over || !looking.seen() || performance.now() - last < SILENT_MS) return;
    silent = true;
    show({ over: SILENT });
  }, 1000);
  model.on("msg:custom", listen);
  model.send({ do: "now", page });
  return () => {
    clearInterval(timer);
    looking.away();
    model.off("msg:custom", listen);
  };
}
