import type { ReactElement } from 'react';

/** The mark: a drop of ink with a text cursor left blank in it. */
export function InkDrop({ size = 20 }: { readonly size?: number }): ReactElement {
  return (
    <svg className="ink-drop" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        className="ink-drop__body"
        d="M16 2.2c.5 0 .9.2 1.2.6C20 6.6 26.4 14.5 26.4 20.2 26.4 26 21.7 30 16 30S5.6 26 5.6 20.2C5.6 14.5 12 6.6 14.8 2.8c.3-.4.7-.6 1.2-.6Z"
      />
      <path
        className="ink-drop__cursor"
        d="M13 14.2h1.7c.5 0 1 .2 1.3.6.3-.4.8-.6 1.3-.6H19M16 15.2v9.6M13 25.8h1.7c.5 0 1-.2 1.3-.6.3.4.8.6 1.3.6H19"
        fill="none"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const PATHS = {
  back: 'M10 4 6 8l4 4',
  bin: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5M7 7v3.5M9 7v3.5',
  chart: 'M2.5 13.5h11M4 11V7.5M7 11V4.5M10 11V6M13 11V3',
  chat: 'M3.5 3h9a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H8l-3.5 2.5V11h-1a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Z',
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  chevron: 'M4.5 6.5 8 10 11.5 6.5',
  close: 'M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5',
  command: 'M3 4.5 6 8 3 11.5M7.5 12h5.5',
  contrast: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM8 2.5v11M8 5.5h3.5M8 8h5M8 10.5h3.5',
  download: 'M8 2.5v7M5 7l3 3 3-3M3 13h10',
  files: 'M2.5 4.5v8h11v-6.5h-5.5l-1.5-1.5h-4Z',
  flag: 'M4.5 13.5v-11h7l-1.5 3 1.5 3h-7',
  folder: 'M2.5 12.5v-9h4l1.5 1.5h4v2M2.5 12.5l2-5.5h10l-2 5.5Z',
  forward: 'M6 4l4 4-4 4',
  globe:
    'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM2.5 8h11M8 2.5c-3.2 3.4-3.2 7.6 0 11M8 2.5c3.2 3.4 3.2 7.6 0 11',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1M2.5 3v2.8h2.8M8 5v3.2l2 1.3',
  model: 'M5 5h6v6H5zM6.5 2.5V5M9.5 2.5V5M6.5 11v2.5M9.5 11v2.5M2.5 6.5H5M2.5 9.5H5M11 6.5h2.5M11 9.5h2.5',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z',
  pause: 'M5.5 4v8M10.5 4v8',
  pencil: 'M3.5 12.5V10l6.5-6.5 2.5 2.5L6 12.5Z',
  plus: 'M8 3.5v9M3.5 8h9',
  play: 'M5 3.2v9.6L12.5 8Z',
  quiet: 'M4.5 8h7',
  save: 'M3 3h8l2 2v8H3ZM5.5 3v3h4V3M5.5 13V9.5h5V13',
  search: 'M7 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM10 10l3.5 3.5',
  settings: 'M2.5 5h6.5M12 5h1.5M2.5 11h1.5M7 11h6.5M10.5 3.5v3M5.5 9.5v3',
  share: 'M8 9.5V2.5M5.5 5 8 2.5 10.5 5M4 7.5H3.5v6h9v-6H12',
  stop: 'M4.5 4.5h7v7h-7z',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  swap: 'M3 6h9.5L10 3.5M13 10H3.5L6 12.5',
  system: 'M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3',
  upload: 'M8 10V3M5 5.5l3-3 3 3M3 13h10',
  warning: 'M8 2.5 14 13H2L8 2.5ZM8 6.5v3M8 11.2v.1',
  info: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM8 7.5v3.2M8 5.2v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="ink-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
