/** Sizes for people. */

/** `1.6 GB`; decimal, as disks and downloads are sold. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes < 999_500_000)
    return `${bytes < 9_950_000 ? (bytes / 1_000_000).toFixed(1) : Math.round(bytes / 1_000_000)} MB`;
  return `${bytes < 9_950_000_000 ? (bytes / 1_000_000_000).toFixed(1) : Math.round(bytes / 1_000_000_000)} GB`;
}
