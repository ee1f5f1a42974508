import { pauseMs } from "./connection.ts";
import { createSession } from "./create-session.ts";

const CHANNEL = "skylane-sign-in";

/** The session of this tab. Tokens of a provider are in its memory only. */
export const session = createSession({
  fetch: (input, init) => fetch(input, init),
  nowMs: () => Date.now(),
  // only a tab has one: who imports a page elsewhere, as tests of its routes do, needs none
  get storage() {
    return sessionStorage;
  },
  address: {
    href: () => location.href,
    replace: (url) => {
      history.replaceState(null, "", url);
      window.dispatchEvent(new HashChangeEvent("hashchange"));
    },
    go: (url) => location.assign(url),
  },
  open: (url) => window.open(url, "_blank", "popup,width=520,height=720") !== null,
  channel: {
    post: (text) => new BroadcastChannel(CHANNEL).postMessage(text),
    listen: (hear) =>
      new BroadcastChannel(CHANNEL).addEventListener("message", ({ data }) => {
        if (typeof data === "string") hear(data);
      }),
  },
});

/**
 * Starts it, and again while the page cannot be told how people sign in. An address with a token that is opened in this tab later
 * counts too.
 */
export async function startSession(): Promise<void> {
  window.addEventListener("hashchange", () => {
    const { state } = session.view();
    if ("how" in state && state.how === "local" && /^#token=/.test(location.hash)) void session.start();
  });
  for (let failureCount = 1; ; failureCount += 1) {
    await session.start();
    const { kind } = session.view().state;
    // a browser that does not let it leaves the words that it may be closed
    if (kind === "handed-over") window.close();
    if (kind !== "unreachable") return;
    await new Promise((again) => setTimeout(again, pauseMs(failureCount)));
  }
}
