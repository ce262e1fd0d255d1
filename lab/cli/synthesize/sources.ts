/** Every source of processes but git: submission logs, exported sessions, and what a language model plays back. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeSession } from '../../../src/core/history';
import { cutDocument, lex, outlineOf, seededRandom, type SourceLanguage } from '../../synthesis';
import { checksumText } from '../../../src/core/history';
import {
  courseQuestion,
  readCourse,
  readSubmissions,
  SKILLS,
  timelinesOfSession,
  type Ask,
  type Process,
} from '../../synthesis/instruct';
import { languageOf } from '../../../src/workspace/language';
import type { Read } from './git';
import { inShard, type Shard } from './shard';

/** A file of submissions, one person's way through one problem a line. */
export async function* submissionProcesses(path: string, shard: Shard): AsyncGenerator<Read> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    const read = readSubmissions(line, number);
    const id = `${basename(path)}/${'versions' in read ? read.id : number}`;
    if (!inShard(id, shard)) continue;
    yield 'versions' in read ? { kind: 'process', process: { ...read, id } } : { kind: 'rejected', why: read };
  }
}

/** The documents of a session that a user exported from Inkling. */
export async function* sessionProcesses(path: string, shard: Shard): AsyncGenerator<Read> {
  const session = decodeSession(await readFile(path, 'utf8'));
  if (session.kind === 'unreadable') {
    yield { kind: 'rejected', why: { name: `session-${session.reason}`, detail: `${path}: ${session.detail}` } };
    return;
  }
  for (const fault of session.faults)
    yield {
      kind: 'rejected',
      why: {
        name: 'session-record',
        detail: `${path}: document ${fault.document}, record ${String(fault.record)}: ${fault.detail}`,
      },
    };
  for (const document of session.documents) {
    for (const [at, timeline] of timelinesOfSession(document).entries()) {
      const id = `${basename(path)}/${document.path}#${at}`;
      if (!inShard(id, shard)) continue;
      yield {
        kind: 'process',
        timeline,
        process: {
          source: 'session',
          id,
          path: document.path,
          language: document.language,
          versions: timeline.texts,
          message: null,
        },
      };
    }
  }
}

interface Snippet {
  readonly id: string;
  readonly code: string;
  readonly language: string;
}

/** Courses that a language model makes up for pieces of code: of a JSONL file (`code`, `language`, `id`) or a folder of sources. */
export async function* inventedProcesses(
  path: string,
  ask: Ask,
  concurrency: number,
  seed: number,
  shard: Shard,
): AsyncGenerator<Read> {
  const queue: Promise<Read>[] = [];
  for await (const snippet of snippetsIn(path)) {
    if ('name' in snippet) {
      yield { kind: 'rejected', why: snippet };
      continue;
    }
    if (!inShard(snippet.id, shard)) continue;
    queue.push(invent(snippet, ask, seed));
    if (queue.length < concurrency) continue;
    const next = await queue.shift();
    if (next !== undefined) yield next;
  }
  for (const read of queue) yield await read;
}

async function invent(snippet: Snippet, ask: Ask, seed: number): Promise<Read> {
  const skill = SKILLS[(checksumText(snippet.id) + seed) % SKILLS.length] ?? 'ordinary';
  const reply = await ask(courseQuestion(snippet.code, snippet.language, skill));
  const read: Process | { readonly name: string } = reply.kind === 'text' ? readCourse(reply.text, snippet) : reply.why;
  return 'versions' in read ? { kind: 'process', process: read } : { kind: 'rejected', why: read };
}

const MOST_CHARS = 6000;

async function* snippetsIn(path: string): AsyncGenerator<Snippet | { readonly name: string; readonly detail: string }> {
  if ((await stat(path)).isDirectory()) {
    for (const file of await filesBelow(path)) {
      const language = languageOf(file).id;
      const text = await readFile(file, 'utf8');
      const id = `${basename(path)}/${relative(path, file)}`;
      const code = text.length <= MOST_CHARS ? text : pieceOf(text, language, id);
      if (code !== null && language !== 'plaintext') yield { id, code, language };
    }
    return;
  }
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    const read = readSnippet(line, `${basename(path)}/${number}`);
    yield read ?? { name: 'snippet-malformed', detail: `${path}, line ${number}` };
  }
}

function readSnippet(line: string, id: string): Snippet | null {
  try {
    const item = JSON.parse(line) as { readonly code?: unknown; readonly language?: unknown; readonly id?: unknown };
    if (typeof item.code !== 'string' || typeof item.language !== 'string') return null;
    return { id: typeof item.id === 'string' ? item.id : id, code: item.code, language: item.language.toLowerCase() };
  } catch {
    return null;
  }
}

/** A class or some functions of a file that is too long, where we can read its language. */
function pieceOf(text: string, language: string, id: string): string | null {
  if (language !== 'python' && language !== 'typescript' && language !== 'javascript') return null;
  const lexed = lex(text, language satisfies SourceLanguage);
  const cut = lexed === null ? null : cutDocument(seededRandom(checksumText(id)), outlineOf(lexed));
  return cut === null || cut.text.length > MOST_CHARS ? null : cut.text;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && extname(entry.name) !== '')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
