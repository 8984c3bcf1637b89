// Keeps this page where it is, in browsers that are not the lab's own.
//
// A page's rules cannot forbid it to lead itself elsewhere, and an address can carry data.
// The browser tells of each such step before it is taken, and it can be refused then. What
// is used for that is fetched now, before a program in a notebook can put something else
// in its place. A browser without this (LIMITS.md) is not guarded.
//
// `base` is where the server's pages begin, and `names` are those of the pages that may be
// gone to. One that may answer "look there" must be none of them: that step is not told.

export function guardNavigation(base, names) {
  const navigation = window.navigation;
  if (!navigation) {
    return false;
  }
  const call = Function.prototype.call;
  const bound = (method) => call.bind(method);
  const getter = (prototype, name) =>
    bound(Object.getOwnPropertyDescriptor(prototype, name).get);
  const destinationOf = getter(NavigateEvent.prototype, "destination");
  const addressOf = getter(NavigationDestination.prototype, "url");
  const sameDocument = getter(NavigationDestination.prototype, "sameDocument");
  const downloadOf = getter(NavigateEvent.prototype, "downloadRequest");
  const refuse = bound(Event.prototype.preventDefault);
  const beginsWith = bound(String.prototype.startsWith);
  // Files that this page itself makes or that lie on this server may be downloaded.
  const own = ["blob:" + location.origin + "/", location.origin + "/"];
  const pages = names.flatMap((name) =>
    ["/", "?", "#"].map((end) => new URL(base + name, location.href).href + end),
  );

  bound(EventTarget.prototype.addEventListener)(navigation, "navigate", (event) => {
    const destination = destinationOf(event);
    if (sameDocument(destination)) {
      return;
    }
    const address = addressOf(destination) + "#";
    const allowed = downloadOf(event) === null ? pages : own;
    for (let i = 0; i < allowed.length; i += 1) {
      if (beginsWith(address, allowed[i])) {
        return;
      }
    }
    refuse(event);
  });
  return true;
}
