/** Scope of a token that may look, and of one that may order. Every route asks for one: an ID token has none and passes none. */
export const scopes = { read: "skylane/read", order: "skylane/order" } as const;
