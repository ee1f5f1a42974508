/** One route of an HTTP API, with `{name}` for a path parameter. */
export interface GatewayRoute {
  readonly method: string;
  readonly path: string;
  readonly functionName: string;
}

/** The route for a request and its path parameters, percent-decoded; `undefined` if none fits. */
export function matchRoute(routes: readonly GatewayRoute[], method: string, pathname: string) {
  const wanted = pathname.split("/");
  for (const route of routes) {
    if (route.method !== method) continue;
    const parameters = parametersOf(route.path.split("/"), wanted);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function parametersOf(pattern: readonly string[], wanted: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== wanted.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const given = wanted[i] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== given : given === "") return undefined;
    if (name !== undefined) {
      try {
        parameters[name] = decodeURIComponent(given);
      } catch {
        return undefined;
      }
    }
  }
  return parameters;
}
