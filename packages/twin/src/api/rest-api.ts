import type { World } from "../world/world.ts";
import type { Realism } from "./realism.ts";

/** A request to one of the JSON APIs, with the prefix of its cloud taken off the path. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** Where this API is reached, without a slash at its end: what `nextLink` and the like begin with. */
  readonly origin: string;
}

export interface RestAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes are sent as they are, all else as JSON. */
  readonly body: unknown;
}

/** A cloud's JSON control plane. Latency is added outside; throttling and denial are answered inside, in its own words. */
export interface RestApi {
  /** First segment of its paths. */
  readonly prefix: "azure" | "gcp" | "oci";
  call(world: World, request: RestRequest, temper: Temper): RestAnswer;
}

/** How this call is treated. */
export interface Temper {
  readonly realism: Realism;
  /** Too many calls a second: answer as the cloud does, with its Retry-After. */
  readonly isThrottled: boolean;
}
