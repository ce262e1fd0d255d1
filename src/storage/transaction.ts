/**
 * Marks a transaction's outcome as looked at. A request that fails is thrown where it is awaited; the transaction's
 * own rejection, which follows, would otherwise reach the page as an unhandled one.
 */
export function observed<T extends { readonly done: Promise<void> }>(transaction: T): T {
  transaction.done.catch(() => undefined);
  return transaction;
}
