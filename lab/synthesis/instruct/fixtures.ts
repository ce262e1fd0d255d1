/** Processes and samples for tests. */
import type { Process, Sample } from './types';

export const process = (versions: readonly string[], more: Partial<Process> = {}): Process => ({
  source: 'git',
  id: 'demo/a.py@1',
  path: 'a.py',
  language: 'python',
  versions,
  message: null,
  ...more,
});

export const sample = (more: Partial<Sample>): Sample => {
  const current = more.current ?? 'width = 1\nprint(w)\n';
  return {
    source: 'demo/a.py@1',
    origin: 'git',
    language: 'python',
    kind: 'rename',
    base: current,
    edits: [],
    current,
    next: [],
    cursor: 0,
    area: null,
    user: null,
    chat: '',
    ...more,
  };
};
