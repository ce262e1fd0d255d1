import { useEffect, useId, useRef, useState, type ReactElement, type SyntheticEvent } from 'react';
import { ServerFields } from './ServerFields';
import type { OwnKind, OwnModelRequest, OwnModelView } from './types';

interface OwnModelProps {
  readonly view: OwnModelView;
  readonly onOwn: (request: OwnModelRequest) => void;
  /** Asks a server for its models. */
  readonly onList: (url: string, key: string) => void;
  /** Stops a conversion. */
  readonly onStop: () => void;
}

const KINDS: readonly { readonly kind: OwnKind; readonly label: string; readonly hint: string }[] = [
  {
    kind: 'file',
    label: 'GGUF file',
    hint: 'A file from your disk. It is copied into the browser’s storage and runs in llama.cpp; up to about 1.7 GB.',
  },
  {
    kind: 'address',
    label: 'GGUF address',
    hint: 'The address of a .gguf file, for example on Hugging Face. The server must let other sites fetch it.',
  },
  {
    kind: 'weights',
    label: 'Weights folder',
    hint: 'A folder with config.json, tokenizer.json and .safetensors of a Qwen2 or Llama model, as published on Hugging Face. It is converted to 4 bits on this machine and runs on the GPU.',
  },
  {
    kind: 'server',
    label: 'Server of your own',
    hint: 'An OpenAI-compatible address: llama.cpp, Ollama, LM Studio, vLLM. Your code is sent to this server while one of its models is used, and nowhere else.',
  },
];

/** Bring your own: a GGUF file, an address, or a folder of weights. */
export function OwnModel({ view, onOwn, onList, onStop }: OwnModelProps): ReactElement {
  const [kind, setKind] = useState<OwnKind>(view.prefill.kind);
  const [name, setName] = useState(view.prefill.name);
  const [dialect, setDialect] = useState(view.prefill.dialect);
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [model, setModel] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [format, setFormat] = useState<'q4f16_1' | 'q4f32_1'>('q4f16_1');
  const id = useId();
  const section = useRef<HTMLElement>(null);
  const seed = view.prefill.seed;
  useEffect(() => {
    // Asked for from a line further up: bring it into view, and nothing around the list.
    const list = section.current?.closest('.ink-dialog__body');
    if (seed > 0 && section.current && list)
      list.scrollTop += section.current.getBoundingClientRect().top - list.getBoundingClientRect().top - 12;
  }, [seed]);

  const chosen = KINDS.find((one) => one.kind === kind) ?? KINDS[0];
  const ready =
    kind === 'address'
      ? url.trim() !== ''
      : kind === 'server'
        ? url.trim() !== '' && model.trim() !== ''
        : files.length > 0;

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const first = files[0];
    if (kind === 'address') onOwn({ name, dialect, from: { kind, url } });
    else if (kind === 'server') onOwn({ name, dialect, from: { kind, url, key, model } });
    else if (kind === 'file' && first !== undefined) onOwn({ name, dialect, from: { kind, file: first } });
    else if (kind === 'weights') onOwn({ name, dialect, from: { kind, files, format } });
  };

  return (
    <section className="ink-models__group" aria-labelledby={`${id}-heading`} ref={section}>
      <h3 id={`${id}-heading`} className="ink-models__heading">
        Bring your own
      </h3>
      <form className="ink-own" onSubmit={submit}>
        <fieldset className="ink-own__kinds">
          <legend className="ink-visually-hidden">Where it comes from</legend>
          {KINDS.map((one) => (
            <label key={one.kind} className="ink-own__kind">
              <input
                type="radio"
                name={`${id}-kind`}
                checked={kind === one.kind}
                onChange={() => {
                  setKind(one.kind);
                  setFiles([]);
                }}
              />
              {one.label}
            </label>
          ))}
        </fieldset>
        <p className="ink-models__hint">{chosen?.hint}</p>
        {kind === view.prefill.kind && view.prefill.steps.length > 0 && (
          <ol className="ink-own__steps">
            {view.prefill.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
        <div className="ink-own__fields">
          {kind === 'address' && (
            <label className="ink-own__field ink-own__field--wide">
              Address
              <input
                className="ink-field"
                type="url"
                inputMode="url"
                placeholder="https://"
                value={url}
                onChange={(event) => {
                  setUrl(event.target.value);
                }}
              />
            </label>
          )}
          {kind === 'server' && (
            <ServerFields
              list={view.listed}
              url={url}
              secret={key}
              model={model}
              onUrl={setUrl}
              onKey={setKey}
              onModel={setModel}
              onList={() => {
                onList(url, key);
              }}
            />
          )}
          {kind === 'file' && <FilePick key="file" label="File" accept=".gguf" folder={false} onFiles={setFiles} />}
          {kind === 'weights' && <FilePick key="weights" label="Folder" accept="" folder onFiles={setFiles} />}
          {kind !== 'server' && (
            <label className="ink-own__field">
              Name
              <input
                className="ink-field"
                type="text"
                placeholder={kind === 'weights' ? 'My model' : 'As the file is called'}
                value={name}
                onChange={(event) => {
                  setName(event.target.value);
                }}
              />
            </label>
          )}
          <label className="ink-own__field">
            Prompt format
            <select
              className="ink-field"
              value={dialect}
              onChange={(event) => {
                setDialect(event.target.value);
              }}
            >
              {view.dialects.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          {kind === 'weights' && (
            <label className="ink-own__field">
              Arithmetic
              <select
                className="ink-field"
                value={format}
                onChange={(event) => {
                  setFormat(event.target.value === 'q4f32_1' ? 'q4f32_1' : 'q4f16_1');
                }}
              >
                <option value="q4f16_1">16 bits (needs shader-f16)</option>
                <option value="q4f32_1">32 bits (any GPU)</option>
              </select>
            </label>
          )}
        </div>
        {view.problem !== null && (
          <p className="ink-model__status ink-model__status--problem" role="alert">
            {view.problem}
          </p>
        )}
        {view.converting === null ? (
          <button type="submit" className="ink-button ink-button--primary ink-own__go" disabled={!ready}>
            {kind === 'address' ? 'Download' : kind === 'weights' ? 'Convert' : 'Add'}
          </button>
        ) : (
          <div className="ink-own__converting" role="status">
            <span>
              {view.converting.text}
              {view.converting.fraction === null ? '' : ` ${Math.floor(view.converting.fraction * 100)}%`}
            </span>
            <progress
              className="ink-progress"
              max={1}
              value={view.converting.fraction ?? undefined}
              aria-label="Conversion"
            />
            <button type="button" className="ink-button" onClick={onStop}>
              Stop
            </button>
          </div>
        )}
      </form>
    </section>
  );
}

interface FilePickProps {
  readonly label: string;
  readonly accept: string;
  readonly folder: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

function FilePick({ label, accept, folder, onFiles }: FilePickProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not among the attributes React knows.
    if (folder) input.current?.setAttribute('webkitdirectory', '');
  }, [folder]);
  return (
    <label className="ink-own__field ink-own__field--wide">
      {label}
      <input
        ref={input}
        className="ink-field"
        type="file"
        accept={accept}
        multiple={folder}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
        }}
      />
    </label>
  );
}
