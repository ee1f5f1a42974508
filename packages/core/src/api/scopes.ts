/**
 * Scope of a token that may look, of one that may order, and of an application's that may send spans. Every route asks for one: an ID token
 * has none and passes none.
 */
export const scopes = { read: "skylane/read", order: "skylane/order", spans: "skylane/spans" } as const;

/** What a route asks of a token: what it names itself, else to look where it only shows, and to order where it changes. */
export const scopeOf = ({ method, scope }: { readonly method: string; readonly scope?: keyof typeof scopes }): string =>
  scopes[scope ?? (method === "GET" ? "read" : "order")];
