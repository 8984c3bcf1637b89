// Tells the kernel whether the picture is seen (see onlookers.py): it sends nothing to nobody.

const STILL_HERE_MS = 10000;

function tellWhoLooks(model, el, onSeen) {
  const page = Math.random().toString(36).slice(2);
  let inView = false, seen = false;
  const say = () => model.send({ do: "look", page, sees: seen });
  const look = () => {
    const now = inView && document.visibilityState === "visible";
    if (now === seen) return;
    seen = now;
    say();
    if (seen) onSeen();
  };
  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1).isIntersecting;
    look();
  });
  observer.observe(el);
  const leave = () => { if (seen) { seen = false; say(); } };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", leave);
  const timer = setInterval(() => { if (seen) say(); }, STILL_HERE_MS);
  return {
    seen: () => seen,
    away: () => {
      leave();
      clearInterval(timer);
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", leave);
    },
  };
}
