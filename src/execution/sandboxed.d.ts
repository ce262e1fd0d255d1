/** A script with everything it imports, as text: see build/sandbox.ts. */
declare module '*?sandboxed' {
  const code: string;
  export default code;
  /** The source expression that lets exactly this text run as an inline script under a Content Security Policy. */
  export const hash: string;
}
