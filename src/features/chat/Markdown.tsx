import type { ReactElement, ReactNode } from 'react';
import { showHidden } from '../../shell/hidden';
import { CodeBlock } from './CodeBlock';
import type { MarkdownBlock, MarkdownInline } from './types';

interface MarkdownProps {
  readonly blocks: readonly MarkdownBlock[];
  readonly onCopy: (text: string) => Promise<boolean>;
  /** Null where code cannot be applied. */
  readonly onApply: ((code: string) => void) | null;
}

/** Markdown as elements of the page. There is no HTML in it: what is text stays text. */
export function Markdown({ blocks, onCopy, onApply }: MarkdownProps): ReactElement {
  return (
    <div className="ink-markdown">
      {blocks.map((block, index) => (
        <Block key={index} block={block} onCopy={onCopy} onApply={onApply} />
      ))}
    </div>
  );
}

function Block({
  block,
  onCopy,
  onApply,
}: { readonly block: MarkdownBlock } & Omit<MarkdownProps, 'blocks'>): ReactElement {
  const nested = (blocks: readonly MarkdownBlock[]): ReactNode =>
    blocks.map((inner, index) => <Block key={index} block={inner} onCopy={onCopy} onApply={onApply} />);
  switch (block.kind) {
    case 'paragraph':
      return <p>{inlines(block.inside)}</p>;
    case 'heading':
      // The panel's own heading is of the second level.
      return (
        <p className="ink-markdown__heading" role="heading" aria-level={Math.min(6, block.level + 2)}>
          {inlines(block.inside)}
        </p>
      );
    case 'code':
      return <CodeBlock language={block.language} text={block.text} onCopy={onCopy} onApply={onApply} />;
    case 'quote':
      return <blockquote>{nested(block.blocks)}</blockquote>;
    case 'list': {
      const items = block.items.map(({ checked, blocks }, index) => (
        <li key={index}>
          {checked !== null && (
            <input type="checkbox" checked={checked} disabled readOnly aria-label={checked ? 'Done' : 'Not done'} />
          )}
          {nested(blocks)}
        </li>
      ));
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case 'table':
      return (
        <div className="ink-markdown__table" role="region" aria-label="Table" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell, index) => (
                  <th key={index} scope="col">
                    {inlines(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at}>{inlines(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr />;
  }
}

function inlines(inside: readonly MarkdownInline[]): ReactNode {
  return inside.map((part, index) => <Inline key={index} part={part} />);
}

function Inline({ part }: { readonly part: MarkdownInline }): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{showHidden(part.text)}</code>;
    case 'strong':
      return <strong>{inlines(part.inside)}</strong>;
    case 'emphasis':
      return <em>{inlines(part.inside)}</em>;
    case 'deleted':
      return <del>{inlines(part.inside)}</del>;
    case 'break':
      return <br />;
    case 'link':
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={part.href}
          onClick={(event) => {
            // The words of a link are the model's; the address is what counts.
            if (!window.confirm(`Open this address in a new tab?\n\n${part.href}`)) event.preventDefault();
          }}
        >
          {inlines(part.inside)}
        </a>
      );
  }
}
