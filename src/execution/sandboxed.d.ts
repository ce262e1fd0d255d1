/** A script with everything it imports, as text: see sandbox.config.js. */
declare module '*?sandboxed' {
  const code: string;
  export default code;
}
