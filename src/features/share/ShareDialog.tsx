import { useState, type ReactElement } from 'react';
import './share.css';

export interface ShareView {
  /** Characters of the whole link; null while it is being made. */
  readonly length: number | null;
  /** Null as well where it is too long to be opened. */
  readonly link: string | null;
  /** Beyond this many characters some programs cut links. */
  readonly safe: number;
  /** Beyond this many no browser opens it. */
  readonly most: number;
}

export interface ShareChoice {
  readonly files: 'this' | 'all';
  readonly history: boolean;
}

interface ShareDialogProps {
  readonly view: ShareView;
  readonly choice: ShareChoice;
  readonly fileName: string;
  readonly fileCount: number;
  readonly onChoice: (choice: ShareChoice) => void;
  /** Resolves to whether it could be copied. */
  readonly onCopy: () => Promise<boolean>;
  readonly onDownload: () => void;
}

const COUNT = new Intl.NumberFormat('en');

function lengthWords({ length, safe, most }: ShareView, { files, history }: ShareChoice): string {
  if (length === null) return 'Making the link…';
  const said = `${COUNT.format(length)} characters`;
  if (length <= safe) return `${said}: short enough for chat and mail.`;
  if (length <= most)
    return `${said}: many chat programs cut links beyond ${COUNT.format(safe)}. Share code only, or send it as a file.`;
  const remedies = [
    files === 'all' ? 'share one file' : '',
    history ? 'leave the history out' : '',
    'send the files as a zip (Files, Download all files as a zip)',
  ].filter((remedy) => remedy !== '');
  return `${said}, and browsers open no more than ${COUNT.format(most)}. What helps: ${remedies.join(', or ')}.`;
}

export function ShareDialog({
  view,
  choice,
  fileName,
  fileCount,
  onChoice,
  onCopy,
  onDownload,
}: ShareDialogProps): ReactElement {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const choose = (next: Partial<ShareChoice>): void => {
    setCopied('no');
    onChoice({ ...choice, ...next });
  };
  const long = view.length !== null && view.length > view.safe;
  return (
    <div className="ink-share">
      <p className="ink-share__lead">
        The code travels inside the link itself. It is not uploaded: no server sees it, only whoever you give the link
        to.
      </p>
      <fieldset className="ink-share__choice">
        <legend>What to share</legend>
        <label>
          <input
            type="radio"
            name="files"
            checked={choice.files === 'this'}
            onChange={() => {
              choose({ files: 'this' });
            }}
          />{' '}
          <span>
            This file <bdi className="ink-share__name">{fileName}</bdi>
          </span>
        </label>
        <label>
          <input
            type="radio"
            name="files"
            checked={choice.files === 'all'}
            onChange={() => {
              choose({ files: 'all' });
            }}
          />{' '}
          <span>{fileCount === 1 ? 'All files (1)' : `All ${fileCount} files`}</span>
        </label>
        <label>
          <input
            type="checkbox"
            checked={choice.history}
            onChange={({ target }) => {
              choose({ history: target.checked });
            }}
          />{' '}
          <span>
            With its history, so that it can be replayed keystroke by keystroke. Whatever you typed and deleted again is
            in it.
          </span>
        </label>
      </fieldset>
      <p className={long ? 'ink-share__length ink-share__length--long' : 'ink-share__length'} role="status">
        {lengthWords(view, choice)}
      </p>
      <div className="ink-share__row">
        <input
          className="ink-field ink-share__link"
          readOnly
          aria-label="Link"
          value={view.link ?? ''}
          onFocus={({ target }) => {
            target.select();
          }}
        />
        <button
          type="button"
          className="ink-button ink-button--primary"
          disabled={view.link === null}
          onClick={() => {
            void onCopy().then((done) => {
              setCopied(done ? 'yes' : 'failed');
            });
          }}
        >
          {copied === 'yes' ? 'Copied' : 'Copy link'}
        </button>
        <button type="button" className="ink-button" disabled={view.link === null} onClick={onDownload}>
          Save as file
        </button>
      </div>
      {copied === 'failed' && (
        <p role="alert" className="ink-share__length ink-share__length--long">
          The browser did not allow copying. Select the link and copy it yourself.
        </p>
      )}
    </div>
  );
}

interface OfferProps {
  readonly files: readonly { readonly name: string; readonly lines: number; readonly changes: number }[];
  readonly onOpen: () => void;
  readonly onRefuse: () => void;
}

/** What a link holds, before anything of it is opened. */
export function LinkOffer({ files, onOpen, onRefuse }: OfferProps): ReactElement {
  return (
    <div className="ink-share">
      <p className="ink-share__lead">
        Someone shared this with you. It opens in a place of its own; your files are not touched, and nothing of it runs
        by itself.
      </p>
      <ul className="ink-share__files">
        {files.map(({ name, lines, changes }) => (
          <li key={name}>
            <bdi className="ink-share__name">{name}</bdi>
            <span>
              {lines === 1 ? '1 line' : `${COUNT.format(lines)} lines`}
              {changes > 0 && `, ${COUNT.format(changes)} recorded changes`}
            </span>
          </li>
        ))}
      </ul>
      <div className="ink-share__row">
        <button type="button" className="ink-button ink-button--primary" autoFocus onClick={onOpen}>
          Open it
        </button>
        <button type="button" className="ink-button" onClick={onRefuse}>
          Not now
        </button>
      </div>
    </div>
  );
}
