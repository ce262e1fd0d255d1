/** The fragment that opens the demo replay; its content is fetched only then. */
export const DEMO = '#demo';
