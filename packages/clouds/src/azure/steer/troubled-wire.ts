import {
  createDefaultHttpClient,
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";

/** A wire to a twin that remembers what went over it and can go wrong on the way. */
export interface TroubledWire extends HttpClient {
  readonly requests: { readonly method: string; readonly path: string; readonly body: string }[];
  /** Comes before a request is sent; an answer given here is the answer. */
  before: (request: PipelineRequest) => Promise<PipelineResponse | undefined> | undefined;
  /** Comes after Azure has answered; may throw the answer away. */
  after: (request: PipelineRequest) => void;
  /** What becomes of the text of an answer on the way. */
  reshape: (text: string, request: PipelineRequest) => string;
}

export function troubledWire(): TroubledWire {
  const wire = createDefaultHttpClient();
  const troubled: TroubledWire = {
    requests: [],
    before: () => undefined,
    after: () => undefined,
    reshape: (text) => text,
    async sendRequest(request) {
      const { method, url, body } = request;
      troubled.requests.push({ method, path: new URL(url).pathname, body: String(body ?? "") });
      const instead = await troubled.before(request);
      if (instead) return instead;
      const answer = await wire.sendRequest(request);
      troubled.after(request);
      return answer.bodyAsText ? { ...answer, bodyAsText: troubled.reshape(answer.bodyAsText, request) } : answer;
    },
  };
  return troubled;
}

/** An answer of Resource Manager that says no. */
export const refusal = (
  request: PipelineRequest,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): PipelineResponse => ({
  request,
  status,
  headers: createHttpHeaders({ "content-type": "application/json", ...headers }),
  bodyAsText: JSON.stringify({ error: { code, message } }),
});
