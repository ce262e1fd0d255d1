/** The page starts here: shell first, then what was written before, then Monaco, then the model. */
import { createRoot } from 'react-dom/client';
import '../shell/styles/tokens.css';
import '../shell/styles/base.css';
import '../shell/styles/shell.css';
import '../shell/styles/panels.css';
import { DEMO } from '../session/visit/demo-fragment';
import { start } from './start';
import { App } from '../shell/App';
import type { Visit } from '../session/visit/visit';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the program.');

const root = createRoot(place);
/** Links are rare: what reads them is fetched only for them. */
async function visitOfPage(): Promise<Visit> {
  const { tabMemory, visitOf } = await import('../session/visit/visit');
  return visitOf(location.hash, tabMemory(window));
}

const visit: Visit = location.hash.startsWith('#s=') || location.hash === DEMO ? await visitOfPage() : { kind: 'own' };
const { view, panels, tools, actions } = start(window, visit);
root.render(<App view={view} panels={panels} tools={tools} actions={actions} />);
