import { hexOf } from '../core/text';

/** Random bits, 128 of them where nothing else is said; `randomUUID` is missing where the page is not served securely. */
export const newId = (crypto: Crypto, bytes = 16): string => hexOf(crypto.getRandomValues(new Uint8Array(bytes)));
