export { createSandbox, type RunEvents, type RunHandle, type RunRequest, type Sandbox } from './sandbox-client';
export type { Scripts } from './prepare';
