/** A request to a REST-style service (Scheduler, Lambda). */
export interface RestRequest {
  readonly method: string;
  /** As sent: its parts are still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What the service answers; `body` is sent as JSON. */
export interface RestAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An embedded AWS service that is dispatched by path. Failures are thrown as `AwsError`. */
export interface RestService {
  /** The paths it answers to begin with one of these, e.g. `/schedules`. */
  readonly pathPrefixes: readonly string[];
  /** Longest body it takes; 1.5 MB if it does not say. */
  readonly bodyLimitBytes?: number;
  handle(request: RestRequest): Promise<RestAnswer>;
}

/** The decoded JSON body; an empty one is `{}`. @throws SyntaxError */
export const jsonBody = ({ body }: RestRequest): unknown =>
  body.length === 0 ? {} : (JSON.parse(body.toString("utf8")) as unknown);
