/**
 * A detector whose scores are published file by file, to check the scorer against: the probability, under the normal
 * distribution of the `windowSize` values before, of a value nearer to the mean.
 */
export function windowedGaussian(values: readonly number[], windowSize = 6400): Float64Array {
  const scores = new Float64Array(values.length);
  for (const [at, value] of values.entries()) {
    if (at === 0) continue;
    const window = values.slice(Math.max(0, at - windowSize), at);
    const mean = window.reduce((sum, one) => sum + one, 0) / window.length;
    const squares = window.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / window.length) || 0.000001;
    scores[at] = 1 - upperTail(Math.abs(value - mean) / deviation);
  }
  return scores;
}

/** P(Z > z) of the standard normal, z ≥ 0, by the continued fraction and, near 0, the series. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let term = 40; term > 0; term--) fraction = z + term / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let n = 1; n < 60; n++) {
    term *= (z * z) / (2 * n + 1);
    sum += term;
  }
  return 0.5 - density * sum;
}

/**
 * Raw standard points at threshold 1 that NAB published for this detector (numenta/NAB @487c0f97), of files that its later
 * labels and settings leave as they were; for other files that table differs.
 */
export const publishedGaussianPoints: Readonly<Record<string, number>> = {
  "realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv": -1.266678759349383,
  "realAWSCloudwatch/ec2_cpu_utilization_5f5533.csv": -2,
  "realAWSCloudwatch/ec2_cpu_utilization_c6585a.csv": -1.32,
  "realAWSCloudwatch/ec2_network_in_257a54.csv": 0.8606718242697022,
  "realAWSCloudwatch/elb_request_count_8c0756.csv": -0.13844919792440225,
  "realAWSCloudwatch/rds_cpu_utilization_cc0c53.csv": -0.13844919792440225,
  "realTraffic/TravelTime_387.csv": -1.7959813307852819,
};
