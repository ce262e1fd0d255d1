/**
 * Which tab may write a document. The owner holds a Web Lock; another tab waits in line, and may take over: it asks
 * over a BroadcastChannel, the owner writes what it has and steps back, and where no answer comes (a frozen tab) the
 * lock is stolen, which the owner learns too. Whoever steps back waits in line again.
 */

export type OwnershipState =
  /** `how` other than `first` means another tab has written meanwhile: open the document again before typing. */
  | { readonly kind: 'owner'; readonly how: 'first' | 'released' | 'taken' }
  /** Another tab writes: it had the document, asked this one for it, or took it from this one without an answer. */
  | { readonly kind: 'waiting'; readonly why: 'held' | 'yielded' | 'stolen' }
  /** No claim: the browser has no Web Locks (a second tab is then noticed only when it writes), or it was given up. */
  | { readonly kind: 'none'; readonly why: 'no-locks' | 'released' };

/** What of `navigator.locks` is used. */
export type Locks = Pick<LockManager, 'request'>;

/** What of BroadcastChannel is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

export interface OwnershipOptions {
  /** The same for every tab that means the same document. */
  readonly name: string;
  readonly locks: Locks | null;
  readonly channel: Channel | null;
  /** Called for every change after `acquire` has settled, and before it for none. */
  readonly onChange: (state: OwnershipState) => void;
  /** Runs before this tab steps back: write what is unwritten. */
  readonly beforeYield: () => Promise<unknown>;
  /** How long a tab is given to step back before the lock is stolen, milliseconds. Default 1,000. */
  readonly patienceMs?: number;
}

interface YieldRequest {
  readonly type: 'yield';
  readonly name: string;
}

export class Ownership {
  private current: OwnershipState = { kind: 'none', why: 'released' };
  private letGo: (() => void) | null = null;
  private inLine: AbortController | null = null;
  private readonly listen = (event: MessageEvent<unknown>): void => {
    if (isYieldRequest(event.data) && event.data.name === this.options.name && this.current.kind === 'owner')
      void this.stepBack();
  };

  constructor(private readonly options: OwnershipOptions) {}

  get state(): OwnershipState {
    return this.current;
  }

  /** Becomes the owner if the document is free, else gets in line. */
  async acquire(): Promise<OwnershipState> {
    if (this.current.kind !== 'none') return this.current;
    if (this.options.locks === null) return (this.current = { kind: 'none', why: 'no-locks' });
    this.options.channel?.addEventListener('message', this.listen);
    if (!(await this.request({ ifAvailable: true }, 'first', false))) {
      this.current = { kind: 'waiting', why: 'held' };
      this.getInLine();
    }
    return this.current;
  }

  /** Takes the document from the tab that has it. */
  async takeOver(): Promise<OwnershipState> {
    if (this.current.kind !== 'waiting') return this.current;
    this.leaveLine();
    this.options.channel?.postMessage({ type: 'yield', name: this.options.name } satisfies YieldRequest);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), this.options.patienceMs ?? 1_000);
    const given = await this.request({ signal: patience.signal }, 'taken', true);
    clearTimeout(timer);
    if (!given) await this.request({ steal: true }, 'taken', true);
    return this.current;
  }

  /** Gives up the document, or the place in line. */
  release(): void {
    this.options.channel?.removeEventListener('message', this.listen);
    this.leaveLine();
    this.set({ kind: 'none', why: 'released' }, false);
    this.letGo?.();
    this.letGo = null;
  }

  private async stepBack(): Promise<void> {
    // From here on this tab writes no more, so nothing can come between its last write and the other's first read.
    const letGo = this.letGo;
    this.letGo = null;
    this.set({ kind: 'waiting', why: 'yielded' }, true);
    await this.options.beforeYield().catch(() => undefined);
    letGo?.();
    this.getInLine();
  }

  private getInLine(): void {
    this.inLine = new AbortController();
    void this.request({ signal: this.inLine.signal }, 'released', true);
  }

  private leaveLine(): void {
    this.inLine?.abort();
    this.inLine = null;
  }

  /** Resolves with whether the lock was granted; the lock is then held until `letGo`. */
  private request(options: LockOptions, how: 'first' | 'released' | 'taken', tell: boolean): Promise<boolean> {
    const { locks, name } = this.options;
    if (locks === null) return Promise.resolve(false);
    return new Promise((resolve) => {
      let held = false;
      const done = locks.request(name, options, (lock) => {
        if (lock === null) return undefined;
        held = true;
        return new Promise<void>((letGo) => {
          this.letGo = letGo;
          this.set({ kind: 'owner', how }, tell);
          resolve(true);
        });
      });
      done.then(
        () => resolve(held),
        () => {
          // Stolen while held; an abort while waiting was our own doing.
          if (held && this.current.kind === 'owner') {
            this.letGo = null;
            this.set({ kind: 'waiting', why: 'stolen' }, true);
            this.getInLine();
          }
          resolve(held);
        },
      );
    });
  }

  private set(state: OwnershipState, tell: boolean): void {
    this.current = state;
    if (tell) this.options.onChange(state);
  }
}

function isYieldRequest(data: unknown): data is YieldRequest {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'yield' &&
    'name' in data &&
    typeof data.name === 'string'
  );
}
