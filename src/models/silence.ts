/** A signal that follows another, and fires by itself when nothing has been heard for a while. */
export interface SilenceWatch {
  readonly signal: AbortSignal;
  /** Something was heard: the wait begins anew. */
  alive(): void;
  /** Stops waiting and following. */
  end(): void;
}

/** @param why makes the reason with which `signal` fires after `ms` milliseconds without `alive` */
export function watchSilence(signal: AbortSignal, ms: number, why: () => Error): SilenceWatch {
  const controller = new AbortController();
  const follow = (): void => {
    controller.abort(signal.reason);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      controller.abort(why());
    }, ms);
  };
  signal.addEventListener('abort', follow);
  if (signal.aborted) follow();
  alive();
  return {
    signal: controller.signal,
    alive,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', follow);
    },
  };
}
