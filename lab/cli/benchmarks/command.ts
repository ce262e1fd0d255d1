/** How a command of this folder begins and ends: what a user can mend is said in a line, anything else with its trace. */

/** Something that whoever typed the command can mend; its message says how. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const isMisspelt = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('ERR_PARSE_ARGS');

/** Runs a command to its end; a failure is printed and makes the process end with 1. */
export function main(act: () => Promise<void>): void {
  act().catch((error: unknown) => {
    if (error instanceof CommandError) console.error(error.message);
    else if (isMisspelt(error)) console.error(`${error.message}\nAll options: --help.`);
    else console.error(error);
    process.exit(1);
  });
}
