/** One route of an HTTP API. */
export interface GatewayRoute {
  /** `GET`, `POST`, … or `ANY`. */
  readonly method: string;
  /** Parts may be `{name}`, the last one `{name+}` for all that follows. */
  readonly path: string;
  /** Bare name or ARN. */
  readonly functionName: string;
  /** Its function checks who sent it; no token is asked for. */
  readonly isSigned?: boolean;
}

/** The route that fits, and its path parameters, percent-decoded. */
export interface RouteMatch {
  readonly route: GatewayRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

type Matcher = (method: string, pathname: string) => RouteMatch | undefined;

/** Prepares routes: among those that fit, the one wins that names the most, as on API Gateway. */
export function routeMatcher(routes: readonly GatewayRoute[]): Matcher {
  const ordered = [...routes].sort((a, b) => rank(a) - rank(b));
  return (method, pathname) => {
    const given = pathname.split("/");
    for (const route of ordered) {
      if (route.method !== method && route.method !== "ANY") continue;
      const parameters = parametersOf(route.path.split("/"), given);
      if (parameters) return { route, parameters };
    }
    return undefined;
  };
}

/** Fixed parts before parameters, before greedy ones; a method of its own before ANY. */
function rank({ path, method }: GatewayRoute): number {
  const parameters = path.split("/").filter((part) => part.startsWith("{")).length;
  return (path.endsWith("+}") ? 1_000 : 0) + parameters * 10 + (method === "ANY" ? 1 : 0);
}

function parametersOf(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
    const value = greedy === "+" ? given.slice(i).join("/") : given[i];
    if (name === undefined) {
      if (part !== value) return undefined;
      continue;
    }
    const decoded = value === undefined || value === "" ? undefined : decode(value);
    if (decoded === undefined) return undefined;
    parameters[name] = decoded;
    if (greedy === "+") return parameters;
  }
  return pattern.length === given.length ? parameters : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
