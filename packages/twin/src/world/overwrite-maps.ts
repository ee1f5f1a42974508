/** Makes a state of named maps equal to `wanted`, in place: whoever holds it sees the change. */
export function overwriteMaps<S extends { readonly [K in keyof S]: Map<string, unknown> }>(state: S, wanted: S): void {
  for (const [name, fresh] of Object.entries<Map<string, unknown>>(structuredClone(wanted))) {
    const map = state[name as keyof S];
    map.clear();
    for (const [key, value] of fresh) map.set(key, value);
  }
}
