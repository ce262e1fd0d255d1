/** A few choices of the user, kept in this browser. */

export interface Settings {
  /** Null when nothing is kept under this name, or nothing can be kept here. */
  read(name: string): string | null;
  write(name: string, value: string): void;
}

/** Names are kept under `prefix`. `storage` is null, or throws, where the browser keeps nothing: choices then last as long as the page. */
export function createSettings(storage: () => Storage | null, prefix = 'inkling'): Settings {
  const kept = new Map<string, string>();
  const attempt = <Result>(act: (storage: Storage) => Result): Result | null => {
    try {
      const available = storage();
      return available === null ? null : act(available);
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  };
  return {
    read: (name) => kept.get(name) ?? attempt((available) => available.getItem(`${prefix}.${name}`)),
    write(name, value) {
      kept.set(name, value);
      attempt((available) => {
        available.setItem(`${prefix}.${name}`, value);
      });
    },
  };
}
