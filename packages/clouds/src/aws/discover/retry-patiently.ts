/** Why a call may be made again, in the SDK's words. */
interface RetryReason {
  readonly errorType: string;
}

interface RetryStrategy {
  refreshRetryTokenForRetry(token: { getRetryCount(): number }, reason: RetryReason): Promise<unknown>;
}

/** After so many retries an answer that is no throttling is believed. */
const MAX_OTHER_RETRIES = 2;

/**
 * Lets a client of the SDK retry what is throttled as often as its `maxAttempts` say, and what is broken twice only: a service
 * that an endpoint does not have would else keep a look waiting. Gives the client back.
 */
export function retryPatiently<T extends { readonly config: { retryStrategy: () => Promise<object> } }>(client: T): T {
  const { config } = client;
  const strategyOf = config.retryStrategy;
  config.retryStrategy = async () => {
    const strategy = (await strategyOf()) as RetryStrategy;
    const limited: RetryStrategy = {
      async refreshRetryTokenForRetry(token, reason) {
        if (reason.errorType !== "THROTTLING" && token.getRetryCount() >= MAX_OTHER_RETRIES)
          throw new Error("no more retries");
        return strategy.refreshRetryTokenForRetry(token, reason);
      },
    };
    return Object.assign(Object.create(strategy) as object, limited);
  };
  return client;
}
