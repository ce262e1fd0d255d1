/** WGSL that chooses the next token of each row of logits, so that 16 bytes a row leave the GPU and not the vocabulary. */

export const WORKGROUP = 256;
/** Bytes of one row's result: token, its logit, how far the best key is above the second, and the log of the sum of exponentials. */
export const RESULT_BYTES = 16;

/**
 * One workgroup a row. The key of a token is its logit, or with a temperature `logit / T` plus Gumbel noise: the largest
 * of those is an exact sample of the softmax at that temperature. Of equal keys the lower token wins.
 */
export const CHOICE_SHADER = `
struct Settings { stride: u32, base: u32, tokens: u32, seed: u32, inverseTemperature: f32, noisy: u32 }
struct Best { key: f32, second: f32, token: u32, logit: f32 }
struct Result { token: u32, logit: f32, margin: f32, logSum: f32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read_write> results: array<Result>;
@group(0) @binding(2) var<uniform> settings: Settings;
const LOWEST = -3.4e38f;
var<workgroup> best: array<Best, ${WORKGROUP}>;
var<workgroup> peak: array<f32, ${WORKGROUP}>;
var<workgroup> sum: array<f32, ${WORKGROUP}>;

fn mix32(value: u32) -> u32 {
  var x = value;
  x ^= x >> 16u; x *= 0x7feb352du; x ^= x >> 15u; x *= 0x846ca68bu; x ^= x >> 16u;
  return x;
}
fn gumbel(row: u32, token: u32) -> f32 {
  let bits = mix32(mix32(settings.seed + row * 0x9e3779b9u) ^ mix32(token + 0x85ebca6bu));
  let uniform01 = (f32(bits >> 8u) + 0.5) / 16777216.0;
  return -log(-log(uniform01));
}
fn better(a: Best, b: Best) -> Best {
  let aWins = a.key > b.key || (a.key == b.key && a.token <= b.token);
  let winner = select(b.token, a.token, aWins);
  return Best(max(a.key, b.key), max(max(a.second, b.second), min(a.key, b.key)), winner, select(b.logit, a.logit, aWins));
}
@compute @workgroup_size(${WORKGROUP})
fn choose(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let row = group.x;
  let lane = local.x;
  let start = settings.base + row * settings.stride;
  var mine = Best(LOWEST, LOWEST, 0xffffffffu, LOWEST);
  var high = LOWEST;
  var total = 0.0f;
  for (var token = lane; token < settings.tokens; token += ${WORKGROUP}u) {
    let logit = logits[start + token];
    var key = logit * settings.inverseTemperature;
    if (settings.noisy != 0u) { key += gumbel(row, token); }
    mine = better(mine, Best(key, LOWEST, token, logit));
    if (logit > high) { total = total * exp(high - logit) + 1.0; high = logit; }
    else { total += exp(logit - high); }
  }
  best[lane] = mine; peak[lane] = high; sum[lane] = total;
  workgroupBarrier();
  for (var half = ${WORKGROUP / 2}u; half > 0u; half >>= 1u) {
    if (lane < half) {
      best[lane] = better(best[lane], best[lane + half]);
      let top = max(peak[lane], peak[lane + half]);
      sum[lane] = sum[lane] * exp(peak[lane] - top) + sum[lane + half] * exp(peak[lane + half] - top);
      peak[lane] = top;
    }
    workgroupBarrier();
  }
  if (lane == 0u) { results[row] = Result(best[0].token, best[0].logit, best[0].key - best[0].second, peak[0] + log(sum[0])); }
}
`;

/** Reads rows of results; a token that is no number, or beyond the vocabulary, comes from logits that are not numbers. */
export function readResults(
  buffer: ArrayBuffer,
  rows: number,
): { readonly token: number; readonly logprob: number; readonly margin: number }[] {
  const view = new DataView(buffer);
  return Array.from({ length: rows }, (_, row) => {
    const at = row * RESULT_BYTES;
    const logit = view.getFloat32(at + 4, true);
    return {
      token: view.getUint32(at, true),
      logprob: logit - view.getFloat32(at + 12, true),
      margin: view.getFloat32(at + 8, true),
    };
  });
}
