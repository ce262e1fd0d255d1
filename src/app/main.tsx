/** The page starts here: shell first, then what was written before, then Monaco, then the model. */
import { createRoot } from 'react-dom/client';
import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
import '../ui/styles/shell.css';
import '../ui/styles/panels.css';
import { start } from './start';
import { App } from './App';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the program.');

const root = createRoot(place);
const { view, panels, tools, actions } = start(window);
root.render(<App view={view} panels={panels} tools={tools} actions={actions} />);
