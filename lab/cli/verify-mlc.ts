/**
 * Checks that a compiled model library can be driven as the GPU engine drives it.
 *
 *     npm run verify:mlc -- --lib <library.wasm> [--weights <folder>] [--quick] [--gpu auto|hardware|software] [--only a,b]
 *
 * Without --weights a model with random weights is made for the library and converted by the program's own converter.
 * --quick is for libraries of real size in software WebGPU. Prints a table; exits with 1 when a check fails and with 2 when
 * this machine cannot run the library.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkNames, NEAR_TIE, type Sizes } from './verify-mlc/checks';
import { CannotVerify, verifyLibrary, type Gpu, type VerifyReport } from './verify-mlc/run';

const { values: options } = parseArgs({
  options: {
    lib: { type: 'string' },
    weights: { type: 'string' },
    quick: { type: 'boolean', default: false },
    gpu: { type: 'string', default: 'auto' },
    only: { type: 'string' },
  },
});

const WHOLE: Sizes = { prompts: 8, promptTokens: 96, outputTokens: 32, checkTokens: 64 };
/** As much work as about seventy passes of one token: some 15 minutes for half a billion weights in software on two cores. */
const QUICK: Sizes = { prompts: 1, promptTokens: 9, outputTokens: 4, checkTokens: 6 };

const gpus: readonly Gpu[] = ['auto', 'hardware', 'software'];

function print({ library, weights, adapter, browser, webLlm, loadMs, rows }: VerifyReport): void {
  console.log(
    `\n${library.name} (${library.format}, ${library.bytes} bytes, sha256 ${library.sha256.slice(0, 16)}), ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log(
    `web-llm ${webLlm}; ${browser}; ${adapter.name}${adapter.software ? ' (software)' : ''}; weights ${weights}; opened in ${(loadMs / 1000).toFixed(1)} s`,
  );
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, passed, detail, nearTies, ms } of rows) {
    const ties = nearTies === 0 ? '' : ` (${nearTies} near-ties)`;
    console.log(
      `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(width)}  ${(ms / 1000).toFixed(1).padStart(7)} s  ${detail}${ties}`,
    );
  }
  const ties = rows.reduce((sum, { nearTies }) => sum + nearTies, 0);
  const failures = rows.filter(({ passed }) => !passed).length;
  console.log(
    `${rows.length - failures} of ${rows.length} checks passed; ${ties} divergences where the two best logits were within ${NEAR_TIE}`,
  );
}

async function main(): Promise<number> {
  const { lib, weights, quick, only } = options;
  const gpu = gpus.find((one) => one === options.gpu);
  const wanted = only?.split(',').map((name) => checkNames.find((known) => known === name.trim()));
  if (lib === undefined || !existsSync(lib) || gpu === undefined || wanted?.includes(undefined) === true) {
    console.error(
      `npm run verify:mlc -- --lib <library.wasm> [--weights <folder>] [--quick] [--gpu ${gpus.join('|')}] [--only ${checkNames.join(',')}]`,
    );
    return 2;
  }
  try {
    const report = await verifyLibrary({
      library: lib,
      weights: weights ?? null,
      sizes: quick ? QUICK : WHOLE,
      gpu,
      engine: !quick && wanted === undefined,
      ...(wanted === undefined ? {} : { only: wanted.filter((name) => name !== undefined) }),
      onStep: (line) => {
        console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
      },
    });
    print(report);
    return report.rows.every(({ passed }) => passed) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotVerify)) throw error;
    console.error(error.message);
    return 2;
  }
}

process.exitCode = await main();
