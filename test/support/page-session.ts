import type { PageSignIn } from "@skylane/core";
import type { TabStorage } from "../../packages/dashboard/src/session/drafts.ts";
import type { Provider } from "../../packages/dashboard/src/session/oidc.ts";
import { type FakeOidcOptions, fakeOidc } from "./fake-oidc.ts";

export const PAGE = "https://skylane.globalcart.example/";

/** A provider, what the page is told of it, and a clock both go by. */
export function aProvider(kind: Provider["kind"], more: Partial<FakeOidcOptions> = {}) {
  const clock = { nowMs: Date.now() };
  const idp = fakeOidc({
    issuerUrl: "https://login.globalcart.example",
    clientId: "page",
    redirectUrls: [PAGE],
    audience: "skylane",
    nowMs: () => clock.nowMs,
    ...more,
  });
  const { tokenUrl, ...urls } = idp.urls;
  const provider: Provider = {
    issuerUrl: "https://login.globalcart.example",
    clientId: "page",
    scopes: ["openid", "skylane/read", "skylane/order"],
    ...urls,
    ...(kind === "code" ? { kind, tokenUrl } : { kind }),
  };
  return { idp, provider: provider satisfies PageSignIn, clock };
}

/** The storage of a tab. */
export function tabStorage(): TabStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (i) => [...kept.keys()][i] ?? null,
    get length() {
      return kept.size;
    },
  };
}
