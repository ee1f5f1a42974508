import { PAGE_CONFIG_PATH, PageSignIn } from "@skylane/core";
import { type Connection, nextConnection, type Tried } from "./connection.ts";
import { dropDrafts, type TabStorage } from "./drafts.ts";
import {
  answerIn,
  beginSignIn,
  finishSignIn,
  type OidcEdge,
  Pending,
  type Provider,
  renewTokens,
  SignInError,
  signOutAddress,
  type Tokens,
} from "./oidc.ts";

/** Where somebody stands with the page. `generation` changes with the person: nothing of the one before may stay on the page. */
export type SessionState =
  | { readonly kind: "starting" }
  | { readonly kind: "unreachable"; readonly message: string }
  | { readonly kind: "out"; readonly how: How; readonly message?: string }
  | { readonly kind: "in"; readonly how: How; readonly generation: number }
  /** They were signed in and are not any more: what is on the page stays, and nothing is asked until they are again. */
  | { readonly kind: "ended"; readonly how: How; readonly generation: number; readonly message?: string }
  /** This window was for the sign-in of another one, which has it now. */
  | { readonly kind: "handed-over" };
type How = "local" | "provider";

/** What a session needs of a browser. */
export interface SessionEdge extends OidcEdge {
  /** The tab's own; it holds no token of a provider. */
  readonly storage: TabStorage;
  readonly address: {
    href(): string;
    /** Shows another address without loading it. */
    replace(url: string): void;
    /** Leaves the page. */
    go(url: string): void;
  };
  /** Opens a window; false if the browser does not let it. */
  readonly open: (url: string) => boolean;
  /** To the other windows of this page. */
  readonly channel: { post(text: string): void; listen(hear: (text: string) => void): void };
}

/** What the page shows of a session. */
export interface SessionView {
  readonly state: SessionState;
  readonly connection: Connection;
}

/** Who is signed in, and the one door to the API. */
export interface Session {
  view(): SessionView;
  subscribe(changed: () => void): () => void;
  /** Finds out how people sign in here, and takes up what the address or the tab says. */
  start(): Promise<void>;
  /** A request with the person's token. @throws Error in words, if nobody is signed in or nothing answers */
  send(path: string, init: RequestInit): Promise<Response>;
  signIn(): Promise<void>;
  /** The same in a window of its own, so that the page keeps what it shows. */
  signInAgain(): Promise<void>;
  /** Takes the address that `skylane up` printed, or the token in it; false if it is neither. */
  enter(text: string): boolean;
  signOut(): void;
  /** Asks again at once, however long the pause would be. */
  tryNow(): void;
}

const KEYS = { pending: "skylane.pending", subject: "skylane.subject", localToken: "skylane.local-token" } as const;
const RENEW_BEFORE_MS = 30_000;
/** The provider would have to ask the person: that is no fault. */
const NEEDS_PERSON = ["login_required", "interaction_required", "consent_required", "account_selection_required"];
const LOST = "There is no connection to Skylane; it is tried again.";
const ENDED = "Your session has ended. Sign in again; what you typed is kept.";

/** A session of one tab. */
export function createSession(edge: SessionEdge): Session {
  const { address, nowMs } = edge;
  const listeners = new Set<() => void>();
  let view: SessionView = { state: { kind: "starting" }, connection: { kind: "fine", answeredAtMs: 0 } };
  let provider: Provider | undefined;
  let tokens: Tokens | undefined;
  let renewing: Promise<void> | undefined;
  let pendingAgain: Pending | undefined;
  let generation = 0;

  const show = (change: Partial<SessionView>): void => {
    view = { ...view, ...change };
    for (const changed of listeners) changed();
  };
  const how = (): How => (provider ? "provider" : "local");
  const home = (fragment = ""): string => new URL(`/${fragment}`, address.href()).href;

  const enterWith = (got: Tokens): void => {
    const before = edge.storage.getItem(KEYS.subject);
    if (before !== null && before !== got.subject) dropDrafts(edge.storage);
    if (tokens && tokens.subject !== got.subject) generation += 1;
    edge.storage.setItem(KEYS.subject, got.subject);
    tokens = got;
    pendingAgain = undefined;
    show({ state: { kind: "in", how: how(), generation } });
  };
  const end = (message?: string): void => {
    if (view.state.kind === "in" || view.state.kind === "ended")
      show({ state: { kind: "ended", how: how(), generation, ...(message !== undefined && { message }) } });
  };

  const leaveFor = async (it: Provider, backTo: string, isSilent: boolean): Promise<void> => {
    const { url, pending } = await beginSignIn(it, { redirectUrl: home(), backTo, isSilent });
    edge.storage.setItem(KEYS.pending, JSON.stringify(pending));
    address.go(url);
  };
  const fragment = (): string => new URL(address.href()).hash;

  const startLocal = (): void => {
    const said = tokenIn(address.href());
    if (said) address.replace(home(said.to === undefined ? "" : `#${said.to}`));
    const token = said?.token ?? edge.storage.getItem(KEYS.localToken);
    if (token === null) show({ state: { kind: "out", how: "local" } });
    else takeLocal(token);
  };
  const takeLocal = (token: string): void => {
    edge.storage.setItem(KEYS.localToken, token);
    // the machine's, not a person's: nobody else comes in by it
    enterWith({ bearer: token, expiresAtMs: Number.POSITIVE_INFINITY, subject: "local" });
  };

  const startWith = async (it: Provider): Promise<void> => {
    edge.channel.listen((text) => void hear(it, text));
    const answer = answerIn(address.href());
    const pending = takePending(edge.storage);
    if (!answer) {
      if (edge.storage.getItem(KEYS.subject) === null) return show({ state: { kind: "out", how: "provider" } });
      // a tab that was reloaded: the provider knows whether its session still stands
      return leaveFor(it, fragment(), true);
    }
    if (!pending || answer.get("state") !== pending.state) {
      edge.channel.post(answer.toString());
      address.replace(home());
      return show({ state: { kind: "handed-over" } });
    }
    address.replace(home(pending.backTo));
    try {
      enterWith(await finishSignIn(it, pending, answer, edge));
    } catch (error) {
      const isQuiet = pending.isSilent && error instanceof SignInError && NEEDS_PERSON.includes(error.code ?? "");
      show({ state: { kind: "out", how: "provider", ...(!isQuiet && { message: messageOf(error) }) } });
    }
  };
  const hear = async (it: Provider, text: string): Promise<void> => {
    const answer = new URLSearchParams(text);
    const pending = pendingAgain;
    if (!pending || answer.get("state") !== pending.state) return;
    pendingAgain = undefined;
    try {
      enterWith(await finishSignIn(it, pending, answer, edge));
    } catch (error) {
      end(messageOf(error));
    }
  };

  const renew = async (old: Tokens): Promise<void> => {
    const { refreshToken } = old;
    if (provider?.kind !== "code" || refreshToken === undefined || tokens !== old) return;
    const it = provider;
    renewing ??= renewTokens(it, { ...old, refreshToken }, edge)
      .then((got) => {
        if (tokens === old) tokens = got;
      })
      .catch((error: unknown) => {
        // refused: it never works again; not reached: the next request tries
        if (tokens === old && error instanceof SignInError && error.code !== undefined) tokens = withoutRefresh(old);
      })
      .finally(() => {
        renewing = undefined;
      });
    await renewing;
  };
  const freshTokens = async (): Promise<Tokens> => {
    if (tokens && tokens.expiresAtMs - nowMs() < RENEW_BEFORE_MS) await renew(tokens);
    if (!tokens) throw new Error(ENDED);
    return tokens;
  };

  const tried = (kind: Tried["kind"], startedAtMs: number): void => {
    const next = nextConnection(view.connection, { kind, startedAtMs, atMs: nowMs() });
    // that it goes on well is no news: nothing is drawn again
    if (next.kind === "lost" || view.connection.kind === "lost") show({ connection: next });
    else view = { ...view, connection: next };
  };
  const ask = async (path: string, init: RequestInit, { bearer }: Tokens): Promise<Response> => {
    const startedAtMs = nowMs();
    try {
      const headers = { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${bearer}` };
      const response = await edge.fetch(path, { ...init, headers });
      tried("answered", startedAtMs);
      return response;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "AbortError") tried("failed", startedAtMs);
      // what fetch says where nothing answers differs by browser, and helps nobody
      throw error instanceof TypeError ? new Error(LOST, { cause: error }) : error;
    }
  };

  return {
    view: () => view,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    async start() {
      let config: PageSignIn;
      try {
        const response = await edge.fetch(PAGE_CONFIG_PATH, { cache: "no-cache" });
        if (!response.ok) throw new Error(`${PAGE_CONFIG_PATH} is answered with ${response.status}.`);
        config = PageSignIn.parse(await response.json());
      } catch (error) {
        return show({ state: { kind: "unreachable", message: messageOf(error) } });
      }
      if (config.kind === "local") return startLocal();
      provider = config;
      await startWith(config);
    },
    async send(path, init) {
      if (view.state.kind !== "in") throw new Error(ENDED);
      const { connection } = view;
      const isLook = (init.method ?? "GET") === "GET";
      // a person's order is tried in any case; what asks by itself waits
      if (isLook && connection.kind === "lost" && nowMs() < connection.nextTryAtMs) throw new Error(LOST);
      const used = await freshTokens();
      const first = await ask(path, init, used);
      if (first.status !== 401) return first;
      if (tokens === used) await renew(used);
      if (tokens !== undefined && tokens.bearer !== used.bearer) {
        const second = await ask(path, init, tokens);
        if (second.status !== 401) return second;
      }
      end();
      throw new Error(ENDED);
    },
    async signIn() {
      if (provider) await leaveFor(provider, fragment(), false);
    },
    async signInAgain() {
      if (!provider) return;
      const { url, pending } = await beginSignIn(provider, { redirectUrl: home(), backTo: fragment() });
      pendingAgain = pending;
      if (edge.open(url)) return;
      // no window may be opened: the page is left, and drafts are in the tab's storage
      edge.storage.setItem(KEYS.pending, JSON.stringify(pending));
      address.go(url);
    },
    enter(text) {
      const token = tokenIn(text.trim())?.token ?? /^[\w-]{20,200}$/.exec(text.trim())?.[0];
      if (token === undefined || provider) return false;
      takeLocal(token);
      return true;
    },
    signOut() {
      const away = provider && signOutAddress(provider, home());
      tokens = undefined;
      dropDrafts(edge.storage);
      for (const key of Object.values(KEYS)) edge.storage.removeItem(key);
      show({ state: { kind: "out", how: how(), message: "You are signed out." } });
      if (away !== undefined) address.go(away);
    },
    tryNow() {
      const { connection } = view;
      if (connection.kind === "lost") show({ connection: { ...connection, nextTryAtMs: nowMs() } });
    },
  };
}

/** What the address of `skylane up` says: `#token=…&to=/orders`. */
function tokenIn(text: string): { readonly token: string; readonly to?: string } | undefined {
  const said = new URLSearchParams(/#(.*)$/s.exec(text)?.[1] ?? "");
  const token = said.get("token");
  const to = said.get("to");
  if (token === null || token === "") return undefined;
  return { token, ...(to?.startsWith("/") && { to }) };
}

/** What was remembered for a sign-in, once. */
function takePending(storage: TabStorage): Pending | undefined {
  const text = storage.getItem(KEYS.pending);
  storage.removeItem(KEYS.pending);
  if (text === null) return undefined;
  try {
    return Pending.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const withoutRefresh = ({ bearer, expiresAtMs, subject }: Tokens): Tokens => ({ bearer, expiresAtMs, subject });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
